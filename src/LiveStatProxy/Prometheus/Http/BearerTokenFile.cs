namespace LiveStatProxy.Prometheus.Http;

/// <summary>A file with a bearer token that somebody replaces from time to time, as Kubernetes does.</summary>
internal sealed class BearerTokenFile(string path, TimeProvider time)
{
    /// <summary>Reading costs less than finding out through links whether it is needed, but not every query has to.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(1);

    private Token? _token;

    /// <summary>The token.</summary>
    /// <exception cref="IOException">The file can't be read, and never could.</exception>
    public async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        var token = _token;
        if (token is not null && time.GetElapsedTime(token.ReadAt) < ReadAgainAfter)
        {
            return token.Text;
        }

        try
        {
            token = new Token((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), time.GetTimestamp());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException && token is not null)
        {
            // It is being replaced: the last one may still do.
            token = token with { ReadAt = time.GetTimestamp() };
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException(fault.Message, fault);
        }

        _token = token;
        return token.Text;
    }

    private sealed record Token(string Text, long ReadAt);
}
