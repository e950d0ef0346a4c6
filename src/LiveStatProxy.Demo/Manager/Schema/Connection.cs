using System.Text;
using GraphQL;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>A page of nodes, as Relay's connections show it.</summary>
/// <param name="Edges">The page.</param>
/// <param name="Count">How many there are on all pages.</param>
/// <param name="HasPrevious">Whether something comes before the page.</param>
/// <param name="HasNext">Whether something comes after it.</param>
internal sealed record Connection(IReadOnlyList<Edge> Edges, int Count, bool HasPrevious, bool HasNext)
{
    /// <summary>All of <paramref name="nodes"/> on one page.</summary>
    public static Connection Whole(IEnumerable<object> nodes)
    {
        var edges = EdgesOf(nodes);
        return new Connection(edges, edges.Count, false, false);
    }

    /// <summary>The page that the arguments <c>offset, before, after, first, last</c> ask for.</summary>
    /// <exception cref="ExecutionError">The arguments contradict each other.</exception>
    public static Connection Page(IEnumerable<object> nodes, FieldCall call)
    {
        var all = EdgesOf(nodes);
        var first = Size(call, "first");
        var last = Size(call, "last");
        if (first is not null && last is not null)
        {
            throw new ExecutionError("first and last cannot be given together");
        }

        var start = Math.Min(all.Count, Size(call, "offset") ?? (Position(all, call.Argument<string?>("after")) + 1) ?? 0);
        var end = Math.Max(start, Position(all, call.Argument<string?>("before")) ?? all.Count);
        end = first is { } size ? Math.Min(end, start + size) : end;
        start = last is { } lastSize ? Math.Max(start, end - lastSize) : start;
        return new Connection(all[start..end], all.Count, start > 0, end < all.Count);
    }

    private static List<Edge> EdgesOf(IEnumerable<object> nodes) =>
        [.. nodes.Select((node, index) => new Edge(node, Convert.ToBase64String(Encoding.ASCII.GetBytes($"cursor:{index}"))))];

    private static int? Size(FieldCall call, string argument) => call.Argument<int?>(argument) switch
    {
        < 0 => throw new ExecutionError($"{argument} must not be negative"),
        var size => size,
    };

    private static int? Position(List<Edge> all, string? cursor) => cursor is null ? null
        : all.FindIndex(edge => edge.Cursor == cursor) is >= 0 and var index ? index
        : throw new ExecutionError("Unknown cursor");
}

/// <summary>One node of a connection.</summary>
internal sealed record Edge(object Node, string Cursor);

/// <summary>A page of items, as the older lists show it.</summary>
internal sealed record ItemList(IReadOnlyList<object> Items, int TotalCount)
{
    /// <summary>The page that the arguments <c>limit, offset</c> ask for.</summary>
    public static ItemList Page(IEnumerable<object> items, FieldCall call)
    {
        var all = items.ToList();
        return new ItemList([.. all.Skip(call.Argument<int>("offset")).Take(call.Argument<int>("limit"))], all.Count);
    }
}

/// <summary>The fields of connections and lists, the same for each type of node.</summary>
internal static class ConnectionFields
{
    public static void MapPages(this FieldMap map)
    {
        foreach (var node in (string[])["Kernel", "ComputeSession", "Agent", "VirtualFolder"])
        {
            map.Type<Connection>($"{node}Connection")
                .Field("pageInfo", page => page)
                .Field("edges", page => page.Edges)
                .Field("count", page => page.Count);
            map.Type<Edge>($"{node}Edge")
                .Field("node", edge => edge.Node)
                .Field("cursor", edge => edge.Cursor);
        }

        map.Type<Connection>("PageInfo")
            .Field("hasNextPage", page => page.HasNext)
            .Field("hasPreviousPage", page => page.HasPrevious)
            .Field("startCursor", page => page.Edges is [var first, ..] ? first.Cursor : null)
            .Field("endCursor", page => page.Edges is [.., var last] ? last.Cursor : null);

        foreach (var item in (string[])["ComputeSession", "ComputeContainer", "LegacyComputeSession", "Agent", "KeyPair"])
        {
            map.Type<ItemList>($"{item}List")
                .Field("items", list => list.Items)
                .Field("total_count", list => list.TotalCount);
        }
    }
}
