namespace LiveStatProxy.Demo.Manager.Recording;

/// <summary>A request as it reached the sample manager.</summary>
/// <param name="Method">The method.</param>
/// <param name="RawTarget">The request target exactly as on the request line.</param>
/// <param name="Headers">The headers in the order and spelling of the wire.</param>
/// <param name="Body">The body's bytes, still compressed if they came so; without chunk framing.</param>
public sealed record RecordedRequest(
    string Method, string RawTarget, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The header's value, or null; several lines with one name are joined by commas.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToList();
        return values.Count == 0 ? null : string.Join(", ", values);
    }
}
