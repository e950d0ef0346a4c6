using LiveStatProxy.Hosting;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>Looks at flags.json several times a second and hands a changed one on.</summary>
/// <remarks>
/// The file is read rather than watched: events of the file system get lost where the file is a link that is switched over (Kubernetes), on network
/// shares and when there are too many watchers, and some kilobytes from the page cache cost nothing. It is handed on when it is the same at two looks, so
/// that a file in the middle of being written is no mistake.
/// </remarks>
public sealed class FlagWatch(LiveStatFlag flag, FlagFile file, TimeProvider time) : Repeatedly(TimeSpan.FromMilliseconds(200), time)
{
    private byte[]? _taken = file.AtStart;
    private byte[]? _seen = file.AtStart;

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stoppingToken)
    {
        var seen = await file.ReadAsync(stoppingToken);
        var isSettled = IsSame(seen, _seen);
        _seen = seen;
        if (isSettled && !IsSame(seen, _taken))
        {
            _taken = seen;
            flag.Reload(seen);
        }
    }

    private static bool IsSame(byte[]? one, byte[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
