namespace LiveStatProxy.Core.Operations;

/// <summary>
/// The first look at a body: can it select statistics at all? A few vectorised searches decide for almost every request that
/// nothing needs to be parsed.
/// </summary>
/// <param name="legacyScalars">Whether the scalar statistics of LegacyComputeSession count, too.</param>
public sealed class LiveStatMention(bool legacyScalars)
{
    /// <summary>Whether <paramref name="body"/> may select a statistic: it has one of the names, or a <c>\u</c> escape that could hide one.</summary>
    public bool IsIn(ReadOnlySpan<byte> body) =>
        MentionsStat(body)
        || body.IndexOf("\\u"u8) >= 0
        || (legacyScalars && MentionsScalar(body));

    // One search for what the two names have in common.
    private static bool MentionsStat(ReadOnlySpan<byte> body)
    {
        while (body.IndexOf("_stat"u8) is var stat and >= 0)
        {
            if (body[..stat].EndsWith("live"u8) || body[..stat].EndsWith("last"u8))
            {
                return true;
            }

            body = body[(stat + 1)..];
        }

        return false;
    }

    // What the ten names have in common: cpu_used, cpu_using; *_bytes; io_*_scratch_size.
    private static bool MentionsScalar(ReadOnlySpan<byte> body) =>
        body.IndexOf("cpu_us"u8) >= 0 || body.IndexOf("_bytes"u8) >= 0 || body.IndexOf("_scratch_size"u8) >= 0;
}
