using System.Text.RegularExpressions;
using GraphQL;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>
/// The part of the manager's filter language that session pages use: comparisons <c>name == "x"</c>, <c>!=</c>, <c>ilike</c>,
/// joined by <c>&amp;</c>; and its orders, <c>name</c> or <c>-created_at</c>.
/// </summary>
internal static partial class SessionFilter
{
    /// <summary>The sessions that <paramref name="filter"/> lets through.</summary>
    /// <exception cref="ExecutionError">The filter has another form.</exception>
    public static IEnumerable<Session> Where(this IEnumerable<Session> sessions, string? filter) =>
        string.IsNullOrWhiteSpace(filter)
            ? sessions
            : filter.Split('&').Aggregate(sessions, (rest, comparison) => rest.Where(Comparison(comparison)));

    /// <summary>The sessions in <paramref name="order"/>; without one the newest first.</summary>
    /// <exception cref="ExecutionError">There is no such field.</exception>
    public static IEnumerable<Session> OrderBy(this IEnumerable<Session> sessions, string? order)
    {
        var by = string.IsNullOrEmpty(order) ? "-created_at" : order;
        var name = by.TrimStart('-', '+');
        Func<Session, IComparable?> key = name == "created_at" ? session => session.CreatedAt : Field(name);
        return by.StartsWith('-') ? sessions.OrderByDescending(key) : sessions.OrderBy(key);
    }

    private static Func<Session, bool> Comparison(string comparison)
    {
        var match = ComparisonPattern().Match(comparison);
        if (!match.Success)
        {
            throw new ExecutionError($"Could not parse the filter near '{comparison.Trim()}'");
        }

        var field = Field(match.Groups["field"].Value);
        var wanted = match.Groups["value"].Value;
        return match.Groups["operator"].Value switch
        {
            "==" => session => field(session) == wanted,
            "!=" => session => field(session) != wanted,
            _ => session => field(session)?.Contains(wanted.Trim('%'), StringComparison.OrdinalIgnoreCase) == true,
        };
    }

    private static Func<Session, string?> Field(string name) => name switch
    {
        "id" or "row_id" => session => session.Id.ToString(),
        "name" => session => session.Name,
        "status" => session => session.Status,
        "type" => session => session.Type,
        "tag" => session => session.Tag,
        "access_key" => session => session.Owner.AccessKey,
        "user_email" => session => session.Owner.Email,
        _ => throw new ExecutionError($"Unknown field '{name}' in a filter or an order"),
    };

    [GeneratedRegex("""^\s*(?<field>\w+)\s*(?<operator>==|!=|ilike)\s*"(?<value>[^"]*)"\s*$""")]
    private static partial Regex ComparisonPattern();
}
