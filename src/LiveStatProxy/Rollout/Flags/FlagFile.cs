namespace LiveStatProxy.Rollout.Flags;

/// <summary>The file flags.json.</summary>
/// <param name="path">Where it is.</param>
public sealed class FlagFile(string path)
{
    /// <summary>Beyond, it is no file of flags.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>What it held at start; null where it could not be read.</summary>
    public byte[]? AtStart { get; } = ReadAtStart(path);

    /// <summary>What it holds; null where it cannot be read.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return IsOfSize(Path) ? await File.ReadAllBytesAsync(Path, cancellationToken) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? ReadAtStart(string path)
    {
        try
        {
            return IsOfSize(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsOfSize(string path) => new FileInfo(path) is { Exists: true, Length: <= MaxBytes };
}
