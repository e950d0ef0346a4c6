namespace LiveStatProxy.Tests.Forwarding;

/// <summary>Makes messages comparable that HTTP/1.1 calls the same.</summary>
public static class MessageComparison
{
    /// <summary>
    /// The message with names in one case and different names in one order, which is left open (RFC 9110, sections 5.1 and 5.3), and without
    /// the sizes of chunks. The values of one name keep their order and their lines.
    /// </summary>
    public static string Comparable(this RawMessage message)
    {
        var fields = message.Fields
            .Select(line => line.Split(':', 2))
            .Select(parts => (Name: parts[0].ToLowerInvariant(), Value: parts[1].Trim()))
            .OrderBy(parts => parts.Name, StringComparer.Ordinal)
            .Select(parts => $"{parts.Name}: {parts.Value}");
        return string.Join('\n', [message.FirstLine, .. fields, "", message.Content, .. message.Trailers]);
    }
}
