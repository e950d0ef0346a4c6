using LiveStatProxy.Configuration;
using LiveStatProxy.Rollout.Callers;
using Microsoft.FeatureManagement;
using Prometheus;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>The flag <c>LiveStat</c>: the last good version of flags.json, replaced as a whole when a new one is taken.</summary>
public sealed partial class LiveStatFlag
{
    /// <summary>The flag's name.</summary>
    public const string Name = "LiveStat";

    private readonly FlagReader _reader;
    private readonly FlagFilters _filters;
    private readonly CallerGroups _groups;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveStatFlag> _logger;
    private readonly Counter _reloads;
    private readonly Gauge _isStale;
    private volatile FlagVersion _current;
    private volatile FlagReload _lastReload;

    /// <summary>Starts with the version that was validated at start.</summary>
    public LiveStatFlag(
        FeatureDefinition definition, FlagFilters filters, CallerGroups groups, AuditLog audit, CollectorRegistry registry, TimeProvider time, ILogger<LiveStatFlag> logger)
    {
        ArgumentNullException.ThrowIfNull(time);
        _reader = new FlagReader(filters, groups);
        _filters = filters;
        _groups = groups;
        _audit = audit;
        _time = time;
        _logger = logger;
        _current = new FlagVersion(definition, filters);
        _lastReload = new FlagReload(time.GetUtcNow(), []);
        var metrics = Metrics.WithCustomRegistry(registry);
        _reloads = metrics.CreateCounter("livestat_flag_reloads_total", "Changes of flags.json, by what came of them: taken or refused.", "result");
        _isStale = metrics.CreateGauge("livestat_flag_refused", "1 while flags.json has mistakes and an older version is in use.");
    }

    /// <summary>The version in use.</summary>
    public FlagVersion Current => _current;

    /// <summary>What came of the last change of the file.</summary>
    public FlagReload LastReload => _lastReload;

    /// <summary>The variant for a caller and an operation; an error in the flag means Manager.</summary>
    public async ValueTask<LiveStatVariant> VariantOfAsync(string accessKey, string? operationName, string? path, CancellationToken cancellationToken)
    {
        var context = new FlagContext { UserId = accessKey, Groups = _groups.Of(accessKey), OperationName = operationName, Path = path };
        try
        {
            return await _current.VariantOfAsync(context, cancellationToken);
        }
        catch (FeatureManagementException fault)
        {
            LogFault(_logger, fault.Message);
            return LiveStatVariant.Manager;
        }
    }

    /// <summary>Takes a changed file from the next request on, or refuses it and keeps the version in use.</summary>
    /// <param name="json">The file's bytes; null when there is no file any more.</param>
    public void Reload(byte[]? json)
    {
        var mistakes = new ConfigurationMistakes();
        var definition = json is null ? null : _reader.Read(json, mistakes);
        if (json is null)
        {
            mistakes.Add("flags.json", null, "a readable file");
        }

        _lastReload = new FlagReload(_time.GetUtcNow(), mistakes.Lines);
        _isStale.Set(definition is null ? 1 : 0);
        _reloads.WithLabels(definition is null ? "refused" : "taken").Inc();
        if (definition is null)
        {
            LogRefused(_logger, string.Join(Environment.NewLine, mistakes.Lines));
            return;
        }

        var next = new FlagVersion(definition, _filters);
        _audit.Write("flag LiveStat", "flags.json", Describe(_current), Describe(next));
        _current = next;
    }

    private static string Describe(FlagVersion version) =>
        $"{(version.IsEnabled ? "enabled" : "disabled")}, {version.Shares}{(version.Definition.EnabledFor.Any() ? ", with filters" : "")}";

    [LoggerMessage(Level = LogLevel.Error, Message = "The flag LiveStat cannot be evaluated ({Fault}); the caller got the variant Manager. Mend flags.json.")]
    private static partial void LogFault(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "flags.json was changed and has mistakes; the last good version stays in use. Mend it:\n{Mistakes}")]
    private static partial void LogRefused(ILogger logger, string mistakes);
}
