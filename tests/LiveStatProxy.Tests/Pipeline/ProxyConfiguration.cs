using LiveStatProxy.Configuration;
using LiveStatProxy.Rollout;

namespace LiveStatProxy.Tests.Pipeline;

/// <summary>A folder with the repository's configuration, where a test may change the flag.</summary>
public sealed class ProxyConfiguration : IDisposable
{
    public ProxyConfiguration(LiveStatVariant variant)
    {
        Folder = Directory.CreateTempSubdirectory("livestat-test-").FullName;
        foreach (var file in Directory.GetFiles(ConfigurationDirectory.FindDefault()))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        GiveEveryone(variant);
    }

    public string Folder { get; }

    public string FlagsFile => Path.Combine(Folder, "flags.json");

    public void GiveEveryone(LiveStatVariant variant) => File.WriteAllText(FlagsFile, $$"""
        {
          "feature_management": {
            "feature_flags": [
              {
                "id": "LiveStat",
                "enabled": true,
                "variants": [ { "name": "Manager" }, { "name": "Shadow" }, { "name": "Prometheus" } ],
                "allocation": { "default_when_enabled": "{{variant}}", "default_when_disabled": "Manager", "seed": "test" }
              }
            ]
          }
        }
        """);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
