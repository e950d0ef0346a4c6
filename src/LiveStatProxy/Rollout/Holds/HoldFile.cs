using System.Text.Json;
using LiveStatProxy.Configuration;

namespace LiveStatProxy.Rollout.Holds;

/// <summary>Keeps what holds across restarts, where <c>Rollout:StateFile</c> names a file.</summary>
/// <param name="path">The file; null to keep nothing.</param>
public sealed class HoldFile(string? path)
{
    private const string Key = $"{RolloutOptions.Section}:{nameof(RolloutOptions.StateFile)}";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads what held when the program stopped; a file that can't be read or written is a mistake, not an armed rollout.</summary>
    public HoldState Read(ConfigurationMistakes mistakes)
    {
        if (path is null)
        {
            return HoldState.None;
        }

        try
        {
            var state = File.Exists(path) ? JsonSerializer.Deserialize<HoldState>(File.ReadAllBytes(path), Format) : HoldState.None;
            if (state is not null)
            {
                Write(state);
                return state;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            mistakes.Add(Key, path, $"a file that this program wrote, or one that it can write ({fault.Message})");
            return HoldState.None;
        }

        mistakes.Add(Key, path, "a file that this program wrote");
        return HoldState.None;
    }

    /// <summary>Writes what holds, all or nothing.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(HoldState state)
    {
        if (path is null)
        {
            return;
        }

        var next = $"{path}.next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, state, Format);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
