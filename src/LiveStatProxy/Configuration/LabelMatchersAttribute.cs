using System.Text.RegularExpressions;

namespace LiveStatProxy.Configuration;

/// <summary>Label matchers of PromQL: <c>cluster="a"</c>.</summary>
public sealed partial class LabelMatchersAttribute() : AllowedAttribute("PromQL label matchers, such as cluster=\"a\" or region=~\"eu|us\"")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) => value is IEnumerable<string> matchers && matchers.All(matcher => Syntax().IsMatch(matcher));

    [GeneratedRegex("""\A[a-zA-Z_][a-zA-Z0-9_]*(=|!=|=~|!~)"([^"\\\n]|\\["\\nrt.*+?()|{}\[\]^$])*"\z""")]
    private static partial Regex Syntax();
}
