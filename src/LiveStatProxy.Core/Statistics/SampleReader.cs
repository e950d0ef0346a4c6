using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace LiveStatProxy.Core.Statistics;

/// <summary>How far <see cref="SampleReader"/> came.</summary>
public enum SampleReaderStatus
{
    /// <summary>The answer goes on.</summary>
    NeedsMore,

    /// <summary>The whole answer was read, and it has every row.</summary>
    Complete,

    /// <summary>The whole answer was read, and it says itself that rows may be missing: it carries warnings.</summary>
    Incomplete,

    /// <summary>The answer is an error, or not what the Prometheus HTTP API answers to a query.</summary>
    Invalid,
}

/// <summary>
/// Reads the answer of the Prometheus HTTP API to one query as it comes in, piece by piece: the rows of a vector, or those of a matrix, whose
/// values are summed up at once.
/// </summary>
/// <remarks>
/// A row is read when all of it is there, and between rows only a <see cref="JsonReaderState"/> is kept: it never needs more memory than
/// a piece and a row. The API is https://prometheus.io/docs/prometheus/latest/querying/api/; <c>isPartial</c> is VictoriaMetrics' word for warnings.
/// </remarks>
/// <param name="kernels">The kernels asked for, with their positions; rows of others are passed over.</param>
/// <param name="catalog">Where metrics are found by name.</param>
/// <param name="samples">Where the rows go.</param>
public sealed class SampleReader(IReadOnlyDictionary<Guid, int> kernels, MetricCatalog catalog, SampleList samples)
{
    private JsonReaderState _json;
    private Place _place;
    private bool _isSuccess;
    private bool _hasResult;
    private bool _hasWarnings;

    /// <summary>The value of a row without labels, as <c>vector(1)</c> has it.</summary>
    public SampleValue Unlabelled { get; private set; }

    private enum Place
    {
        Start,
        Answer,
        Data,
        Result,
        End,
    }

    /// <summary>Reads as much of <paramref name="bytes"/> as it can.</summary>
    /// <param name="bytes">What is there of the answer, from where the last call stopped.</param>
    /// <param name="isFinal">Whether nothing follows.</param>
    /// <param name="consumed">How many bytes were read; the others must be given again with what follows.</param>
    public SampleReaderStatus Read(ReadOnlySpan<byte> bytes, bool isFinal, out int consumed)
    {
        var reader = new Utf8JsonReader(bytes, isFinal, _json);
        consumed = 0;
        try
        {
            var complete = reader;
            while (TryReadPart(ref reader))
            {
                complete = reader;
            }

            consumed = (int)complete.BytesConsumed;
            _json = complete.CurrentState;
            return isFinal ? Outcome : SampleReaderStatus.NeedsMore;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            // The last two are strings with half a surrogate pair, escaped, or with broken UTF-8.
            return SampleReaderStatus.Invalid;
        }
    }

    private SampleReaderStatus Outcome =>
        _place != Place.End || !_isSuccess || !_hasResult ? SampleReaderStatus.Invalid
        : _hasWarnings ? SampleReaderStatus.Incomplete
        : SampleReaderStatus.Complete;

    /// <summary>Reads a member or a row; false when it is not all there, so that it must be read again.</summary>
    private bool TryReadPart(ref Utf8JsonReader reader) => reader.Read() && _place switch
    {
        Place.Start => Enter(reader, JsonTokenType.StartObject, Place.Answer),
        Place.Answer when reader.TokenType == JsonTokenType.EndObject => Go(Place.End),
        Place.Answer => TryReadAnswerMember(ref reader),
        Place.Data when reader.TokenType == JsonTokenType.EndObject => Go(Place.Answer),
        Place.Data => TryReadDataMember(ref reader),
        Place.Result when reader.TokenType == JsonTokenType.EndArray => Go(Place.Data),
        Place.Result => TryReadRow(ref reader),
        _ => throw new JsonException(),
    };

    private bool TryReadAnswerMember(ref Utf8JsonReader reader)
    {
        var member = reader.ValueTextEquals("status"u8) ? Member.Status
            : reader.ValueTextEquals("data"u8) ? Member.Data
            : reader.ValueTextEquals("warnings"u8) ? Member.Warnings
            : reader.ValueTextEquals("isPartial"u8) ? Member.IsPartial
            : Member.Other;
        if (!reader.Read())
        {
            return false;
        }

        switch (member)
        {
            case Member.Status:
                _isSuccess = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("success"u8);
                return true;
            case Member.Data:
                return Enter(reader, JsonTokenType.StartObject, Place.Data);
            case Member.Warnings:
                return TryReadWarnings(ref reader);
            case Member.IsPartial:
                _hasWarnings |= reader.TokenType == JsonTokenType.True;
                return true;
            default:
                return reader.TrySkip();
        }
    }

    private bool TryReadWarnings(ref Utf8JsonReader reader)
    {
        var start = reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        // "[]" and null warn of nothing.
        var isEmpty = reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.EndArray && reader.TokenStartIndex == start + 1);
        _hasWarnings |= !isEmpty;
        return true;
    }

    private bool TryReadDataMember(ref Utf8JsonReader reader)
    {
        var isResult = reader.ValueTextEquals("result"u8);
        if (!reader.Read())
        {
            return false;
        }

        _hasResult |= isResult;
        return isResult ? Enter(reader, JsonTokenType.StartArray, Place.Result) : reader.TrySkip();
    }

    private bool TryReadRow(ref Utf8JsonReader reader)
    {
        Expect(reader, JsonTokenType.StartObject);
        var row = default(Row);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                Add(row);
                return true;
            }

            var isRead = reader.ValueTextEquals("metric"u8) ? TryReadLabels(ref reader, ref row)
                : reader.ValueTextEquals("value"u8) ? reader.Read() && TryReadPoint(ref reader, out row.Value)
                : reader.ValueTextEquals("values"u8) ? TryReadPoints(ref reader, ref row)
                : reader.Read() && reader.TrySkip();
            if (!isRead)
            {
                return false;
            }
        }

        return false;
    }

    private void Add(in Row row)
    {
        if (!row.HasLabels)
        {
            Unlabelled = row.Value;
            return;
        }

        // A row without a kernel of ours, a metric or a number (a native histogram) has nothing to show.
        if (row.HasKernel && row.Metric is not null && row.Value.IsPresent)
        {
            samples.Add(new Sample(row.Kernel, row.Metric, row.Value, row.Range.Minimum, row.Range.Maximum));
        }
    }

    private bool TryReadLabels(ref Utf8JsonReader reader, ref Row row)
    {
        if (!reader.Read())
        {
            return false;
        }

        Expect(reader, JsonTokenType.StartObject);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            row.HasLabels = true;
            var label = LabelOf(reader);
            if (!reader.Read())
            {
                return false;
            }

            Expect(reader, JsonTokenType.String);
            ReadLabel(label, reader, ref row);
        }

        return false;
    }

    private static Label LabelOf(in Utf8JsonReader reader) =>
        reader.ValueTextEquals(LiveStatQuery.KernelLabel) ? Label.Kernel
        : reader.ValueTextEquals(LiveStatQuery.MetricLabel) ? Label.Metric
        : Label.Other;

    private void ReadLabel(Label label, in Utf8JsonReader reader, ref Row row)
    {
        switch (label)
        {
            case Label.Kernel:
                row.HasKernel = Utf8Parser.TryParse(reader.ValueSpan, out Guid id, out var length) && length == reader.ValueSpan.Length
                    && kernels.TryGetValue(id, out row.Kernel);
                break;
            case Label.Metric:
                row.Metric = reader.ValueIsEscaped ? FindEscaped(reader) : catalog[reader.ValueSpan];
                break;
            default:
                break;
        }
    }

    private Metric FindEscaped(in Utf8JsonReader reader)
    {
        var name = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        var length = reader.CopyString(name);
        var metric = catalog[name.AsSpan(0, length)];
        ArrayPool<byte>.Shared.Return(name);
        return metric;
    }

    /// <summary>Reads <c>[[time, "value"], …]</c>.</summary>
    private static bool TryReadPoints(ref Utf8JsonReader reader, ref Row row)
    {
        if (!reader.Read())
        {
            return false;
        }

        Expect(reader, JsonTokenType.StartArray);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                row.Value = row.Range.Mean;
                return true;
            }

            if (!TryReadPoint(ref reader, out var value))
            {
                return false;
            }

            row.Range.Add(value);
        }

        return false;
    }

    /// <summary>Reads <c>[time, "value"]</c>, whose opening bracket was read.</summary>
    private static bool TryReadPoint(ref Utf8JsonReader reader, out SampleValue value)
    {
        value = default;
        Expect(reader, JsonTokenType.StartArray);
        if (!reader.Read())
        {
            return false;
        }

        Expect(reader, JsonTokenType.Number);
        if (!reader.Read())
        {
            return false;
        }

        Expect(reader, JsonTokenType.String);
        if (!SampleValue.TryParse(reader.ValueSpan, out value))
        {
            throw new JsonException();
        }

        if (!reader.Read())
        {
            return false;
        }

        Expect(reader, JsonTokenType.EndArray);
        return true;
    }

    private bool Enter(in Utf8JsonReader reader, JsonTokenType expected, Place place)
    {
        Expect(reader, expected);
        return Go(place);
    }

    private bool Go(Place place)
    {
        _place = place;
        return true;
    }

    private static void Expect(in Utf8JsonReader reader, JsonTokenType expected)
    {
        if (reader.TokenType != expected)
        {
            throw new JsonException();
        }
    }

    private enum Member
    {
        Other,
        Status,
        Data,
        Warnings,
        IsPartial,
    }

    private enum Label
    {
        Other,
        Kernel,
        Metric,
    }

    private struct Row
    {
        public bool HasLabels;
        public int Kernel;
        public bool HasKernel;
        public Metric? Metric;
        public SampleValue Value;
        public RangeSummary Range;
    }
}
