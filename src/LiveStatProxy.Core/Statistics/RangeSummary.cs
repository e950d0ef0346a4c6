namespace LiveStatProxy.Core.Statistics;

/// <summary>Minimum, maximum and mean of a range's values, one added after the other, as Prometheus' <c>…_over_time</c> functions count.</summary>
/// <remarks>The mean is that of Prometheus 2.42's <c>avg_over_time</c>: incremental, with Kahan's compensation (Neumaier's variant).</remarks>
internal struct RangeSummary
{
    private SampleValue _minimum;
    private SampleValue _maximum;
    private double _minimumNumber;
    private double _maximumNumber;
    private double _mean;
    private double _compensation;
    private int _count;

    public readonly SampleValue Minimum => _minimum;

    public readonly SampleValue Maximum => _maximum;

    public readonly SampleValue Mean => _count == 0 ? default : SampleValue.FromDouble(double.IsInfinity(_mean) ? _mean : _mean + _compensation);

    public void Add(SampleValue value)
    {
        var number = value.ToDouble();
        if (_count++ == 0 || number < _minimumNumber || double.IsNaN(_minimumNumber))
        {
            (_minimum, _minimumNumber) = (value, number);
        }

        if (_count == 1 || number > _maximumNumber || double.IsNaN(_maximumNumber))
        {
            (_maximum, _maximumNumber) = (value, number);
        }

        AddToMean(number);
    }

    private void AddToMean(double number)
    {
        if (double.IsInfinity(_mean) && (double.IsInfinity(number) ? _mean > 0 == number > 0 : !double.IsNaN(number)))
        {
            return;
        }

        var increment = (number / _count) - (_mean / _count);
        var sum = _mean + increment;
        _compensation += Math.Abs(_mean) >= Math.Abs(increment) ? _mean - sum + increment : increment - sum + _mean;
        _mean = sum;
    }
}
