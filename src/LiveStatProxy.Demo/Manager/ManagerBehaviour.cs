using LiveStatProxy.Demo.Manager.Recording;

namespace LiveStatProxy.Demo.Manager;

/// <summary>How the sample manager behaves; tests change it while it runs.</summary>
public sealed class ManagerBehaviour
{
    /// <summary>How long every answer to a GraphQL request takes longer. Default none.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether answers are compressed for those who accept it. Default no.</summary>
    public bool Compresses { get; set; }

    /// <summary>Whether answers come chunked instead of with a Content-Length. Default no.</summary>
    public bool Chunks { get; set; }

    /// <summary>The deepest operation allowed, as levels of fields that have selections; null for any. Default null.</summary>
    public int? MaxDepth { get; set; }

    /// <summary>Whether <c>__schema</c> and <c>__type</c> are answered. Default no, as in production.</summary>
    public bool AllowsIntrospection { get; set; }

    /// <summary>
    /// Looks at each request before the manager does; true when it wrote the response itself, so that tests can answer with
    /// anything. Null by default.
    /// </summary>
    public Func<RecordedRequest, HttpContext, Task<bool>>? Intercept { get; set; }
}
