namespace LiveStatProxy.Tests.Demo;

/// <summary>A real operation of the web UI, where a developer has it beside the repository: <c>../shared/manager</c>.</summary>
internal static class RealOperation
{
    /// <summary>The file; null where it is not there.</summary>
    public static string? Path { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "manager", "session-list.graphql");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
