using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow.Comparing;
using LiveStatProxy.Shadow.Intake;

namespace LiveStatProxy.Shadow.Recording;

/// <summary>All comparisons since the start, or since it was begun anew: what the report is made from.</summary>
public sealed class ShadowTally(TimeProvider time)
{
    private const int ExamplesPerField = 3;

    private readonly Lock _turn = new();
    private Contents _contents = new(time.GetUtcNow());

    /// <summary>Adds comparisons of the manager with Prometheus.</summary>
    public void Add(IReadOnlyList<KernelComparison> kernels, BoundedNames names)
    {
        lock (_turn)
        {
            foreach (var kernel in kernels)
            {
                _contents.Add(kernel, names);
            }
        }
    }

    /// <summary>Adds comparisons of Prometheus with itself.</summary>
    public void AddNoise(IReadOnlyList<FieldComparison> comparisons, BoundedNames names)
    {
        lock (_turn)
        {
            foreach (var comparison in comparisons)
            {
                _contents.Tally.AddNoise(names.KeyOf(comparison), comparison);
            }
        }
    }

    /// <summary>Reads what there is, undisturbed.</summary>
    public T Read<T>(Func<Contents, T> read)
    {
        lock (_turn)
        {
            return read(_contents);
        }
    }

    /// <summary>Begins anew: after a cause of mismatches was mended.</summary>
    public void Reset()
    {
        lock (_turn)
        {
            _contents = new Contents(time.GetUtcNow());
        }
    }

    /// <summary>What was compared.</summary>
    public sealed class Contents(DateTimeOffset since)
    {
        private readonly HashSet<Guid> _kernels = [];
        private readonly Dictionary<FieldKey, Queue<ComparisonRecord>> _examples = [];

        /// <summary>When it was begun.</summary>
        public DateTimeOffset Since => since;

        /// <summary>The comparisons, added up.</summary>
        public ComparisonTally Tally { get; } = new();

        /// <summary>How many kernels were compared.</summary>
        public int Kernels => _kernels.Count;

        /// <summary>The first comparison's time.</summary>
        public DateTimeOffset? First { get; private set; }

        /// <summary>The last comparison's time.</summary>
        public DateTimeOffset? Last { get; private set; }

        /// <summary>From the first comparison to the last.</summary>
        public TimeSpan Duration => Last - First ?? TimeSpan.Zero;

        /// <summary>The latest mismatches of a metric and field, a few.</summary>
        public IReadOnlyCollection<ComparisonRecord> ExamplesOf(FieldKey key) => _examples.TryGetValue(key, out var examples) ? examples : [];

        internal void Add(KernelComparison kernel, BoundedNames names)
        {
            First ??= kernel.At;
            Last = kernel.At;
            if (_kernels.Count < KernelPace.MaxKernels)
            {
                _kernels.Add(kernel.Kernel);
            }

            foreach (var comparison in kernel.Fields)
            {
                var key = names.KeyOf(comparison);
                Tally.Add(key, comparison);
                if (comparison.Result == ComparisonResult.Mismatch)
                {
                    Keep(key, ComparisonRecord.Of(kernel, comparison));
                }
            }
        }

        private void Keep(FieldKey key, ComparisonRecord record)
        {
            if (!_examples.TryGetValue(key, out var examples))
            {
                _examples[key] = examples = new Queue<ComparisonRecord>();
            }

            examples.Enqueue(record);
            if (examples.Count > ExamplesPerField)
            {
                examples.Dequeue();
            }
        }
    }
}
