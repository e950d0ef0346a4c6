namespace LiveStatProxy.Core.Documents;

/// <summary>An executable GraphQL document as far as planning needs it. All positions are UTF-16 offsets into its text.</summary>
/// <param name="Operations">The operations in the order of the text.</param>
/// <param name="Fragments">The fragment definitions in the order of the text.</param>
public sealed record Document(IReadOnlyList<Operation> Operations, IReadOnlyList<Fragment> Fragments);

/// <summary>The GraphQL operation types.</summary>
public enum OperationType
{
    /// <summary>Reads; may be sent again.</summary>
    Query,

    /// <summary>Writes; must be sent once.</summary>
    Mutation,

    /// <summary>A stream of results; never translated.</summary>
    Subscription,
}

/// <summary>An operation definition; <paramref name="Name"/> is null for an anonymous one.</summary>
public sealed record Operation(OperationType Type, string? Name, IReadOnlyList<Selection> Selections);

/// <summary>A fragment definition.</summary>
public sealed record Fragment(string Name, string TypeCondition, IReadOnlyList<Selection> Selections);

/// <summary>A member of a selection set.</summary>
public abstract class Selection;

/// <summary>A selected field.</summary>
public sealed class Field : Selection
{
    /// <summary>The alias, null where there is none.</summary>
    public required string? Alias { get; init; }

    /// <summary>The field's name in the schema.</summary>
    public required string Name { get; init; }

    /// <summary>Where the selection begins: its alias, or its name.</summary>
    public required int Start { get; init; }

    /// <summary>Where the name begins.</summary>
    public required int NameStart { get; init; }

    /// <summary>Whether the field has arguments.</summary>
    public required bool HasArguments { get; init; }

    /// <summary>The sub-selections, null where there is no selection set.</summary>
    public required IReadOnlyList<Selection>? Selections { get; init; }

    /// <summary>The key under which the response carries the field.</summary>
    public string ResponseKey => Alias ?? Name;
}

/// <summary>An inline fragment; without a type condition it keeps the type around it.</summary>
public sealed class InlineFragment : Selection
{
    /// <summary>The type condition, null where there is none.</summary>
    public required string? TypeCondition { get; init; }

    /// <summary>The selections.</summary>
    public required IReadOnlyList<Selection> Selections { get; init; }
}

/// <summary>A spread of a named fragment.</summary>
public sealed class FragmentSpread : Selection
{
    /// <summary>The fragment's name.</summary>
    public required string FragmentName { get; init; }
}
