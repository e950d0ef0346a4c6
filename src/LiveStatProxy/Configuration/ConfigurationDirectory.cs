namespace LiveStatProxy.Configuration;

/// <summary>Where the configuration is when <c>--config</c> does not say.</summary>
public static class ConfigurationDirectory
{
    /// <summary>The nearest <c>config</c> folder at or above the program: beside it when published, the repository's when run from source.</summary>
    /// <exception cref="ConfigurationMistakeException">There is none.</exception>
    public static string FindDefault()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "config");
            if (File.Exists(Path.Combine(candidate, "appsettings.json")))
            {
                return candidate;
            }
        }

        throw new ConfigurationMistakeException(["--config is missing; allowed: a folder with appsettings.json and flags.json"]);
    }
}
