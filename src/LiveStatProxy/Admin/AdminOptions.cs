using LiveStatProxy.Configuration;

namespace LiveStatProxy.Admin;

/// <summary>Section <c>Admin</c>: the operators' listener.</summary>
public sealed record AdminOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Admin";

    /// <summary>
    /// Origins (as in <c>https://ops.example.com</c>) whose pages may change the rollout, beside pages that this listener serves under an IP address or
    /// localhost. Default none.
    /// </summary>
    [Origins]
    public string[] Origins { get; set; } = [];
}

/// <summary>A list of origins: scheme, host and port, nothing behind.</summary>
public sealed class OriginsAttribute() : AllowedAttribute("a list of origins such as https://ops.example.com")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) => value is string[] origins && Array.TrueForAll(origins, IsOrigin);

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;
}
