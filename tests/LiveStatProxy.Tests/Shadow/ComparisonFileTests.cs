using System.Text.Json;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow;
using LiveStatProxy.Shadow.Recording;
using Microsoft.Extensions.Logging;

namespace LiveStatProxy.Tests.Shadow;

public sealed class ComparisonFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("livestat-test-").FullName;

    private string File => Path.Combine(_folder, "comparisons.ndjson");

    [Fact]
    public async Task Every_comparison_is_one_line_of_JSON()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { File = File, NoiseShare = 0 });
        shadow.Source.Answer = _ => """{"mem": {"current": "2000000000"}}""";
        await shadow.StartAsync();

        shadow.Take("""{"mem": {"current": "1000000000"}}""", [Guid.NewGuid()]);
        await Eventually.TrueAsync(() => System.IO.File.Exists(File) && Lines(File).Length == 3, "the comparisons were not written");

        var line = JsonDocument.Parse(Lines(File)[2]).RootElement;
        Assert.Equal("mismatch", line.GetProperty("result").GetString());
        Assert.Equal("value", line.GetProperty("kind").GetString());
        Assert.Equal("1000000000", line.GetProperty("manager").GetString());
        Assert.Equal(1_000_000_000, line.GetProperty("difference").GetDouble());
        Assert.False(line.TryGetProperty("rule", out _));
    }

    [Fact]
    public async Task A_full_file_is_put_aside_and_only_so_many_are_kept()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { File = File, FileBytes = 64 * 1024, FilesKept = 2 });
        var file = shadow.Get<ComparisonFile>();

        for (var i = 0; i < 500; i++)
        {
            await file.WriteAsync([.. Enumerable.Repeat(Record(i), 5)], TestContext.Current.CancellationToken);
        }

        Assert.Equal(["comparisons.ndjson", "comparisons.ndjson.1", "comparisons.ndjson.2"], Names());
        Assert.All(Directory.GetFiles(_folder), kept => Assert.InRange(new FileInfo(kept).Length, 1, 70 * 1024));
        Assert.Contains(Lines(File).Concat(Lines($"{File}.1")), line => line.Contains("\"499\"", StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(_folder).SelectMany(Lines), line => JsonDocument.Parse(line));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_costs_its_lines_and_nothing_else()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { File = Path.Combine(_folder, "no", "such", "folder") });
        var file = shadow.Get<ComparisonFile>();

        await file.WriteAsync([Record(1)], TestContext.Current.CancellationToken);
        await file.WriteAsync([Record(2)], TestContext.Current.CancellationToken);

        Assert.Equal(2, await shadow.ReadMetricAsync("livestat_shadow_dropped_total{reason=\"file-fault\"}"));
        Assert.Single(shadow.Log.Entries, entry => entry.Level == LogLevel.Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static ComparisonRecord Record(int number) =>
        new(DateTimeOffset.UnixEpoch, Guid.Empty, "mem", "current", ComparisonResult.Equal) { Manager = $"{number}" };

    private string[] Names() => [.. Directory.GetFiles(_folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
}
