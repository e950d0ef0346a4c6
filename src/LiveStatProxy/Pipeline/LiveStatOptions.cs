using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Pipeline;

/// <summary>Section <c>LiveStat</c>: what is translated.</summary>
public sealed record LiveStatOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "LiveStat";

    /// <summary>Exact request paths whose POSTs are looked into.</summary>
    [RequestPaths]
    public string[] GraphQLPaths { get; set; } = ["/admin/gql", "/admin/graphql"];

    /// <summary>The schema in SDL, relative to the configuration's folder: our excerpt, or the manager's full published schema.</summary>
    [NotEmpty]
    public string ManagerSchema { get; set; } = "manager.graphql";

    /// <summary>Request bodies beyond this many bytes are streamed through untranslated. Default 1 MiB.</summary>
    [WholeNumber(1, 64 * 1024 * 1024)]
    public int MaxOperationBytes { get; set; } = 1024 * 1024;

    /// <summary>Answers beyond this many bytes (after decompression) are not translated. Default 64 MiB.</summary>
    [WholeNumber(1, 1024 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Whether LegacyComputeSession's scalar statistics (<c>cpu_used</c>, <c>mem_cur_bytes</c>, …) are translated, too.</summary>
    public bool LegacyScalars { get; set; }

    /// <summary>Which fields a metric has in <c>live_stat</c>. Default Full.</summary>
    public LiveStatPayload Payload { get; set; }

    /// <summary>Who gets the response header <c>X-LiveStat-Result</c>.</summary>
    public ResultHeaderMode ResultHeader { get; set; }
}

/// <summary>Who gets the response header that tells a request's outcome.</summary>
public enum ResultHeaderMode
{
    /// <summary>Nobody.</summary>
    Off,

    /// <summary>Every request to a GraphQL path.</summary>
    On,

    /// <summary>Requests of callers in <c>Rollout:OverrideKeys</c>.</summary>
    OverrideKeys,
}
