using System.Text.Json.Nodes;

namespace LiveStatProxy.Demo.Proxy;

/// <summary>Changes <c>flags.json</c> as an operator would.</summary>
internal static class FlagFile
{
    /// <summary>Gives a share of the callers <paramref name="variant"/>. The file is replaced in one step: nobody reads half of it.</summary>
    public static async Task SetPercentageAsync(string path, string variant, int percent, CancellationToken cancellationToken)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken))!;
        var allocation = file["feature_management"]!["feature_flags"]![0]!["allocation"]!;
        allocation["percentile"] = new JsonArray(new JsonObject { ["variant"] = variant, ["from"] = 0, ["to"] = percent });
        await File.WriteAllTextAsync($"{path}.new", file.ToJsonString(), cancellationToken);
        File.Move($"{path}.new", path, overwrite: true);
    }
}
