namespace LiveStatProxy.Commands.Check;

/// <summary>How good a finding is.</summary>
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but look at it.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failure,
}

/// <summary>Something that <c>check</c> found.</summary>
/// <param name="Level">How good it is.</param>
/// <param name="About">What it is about: configuration, manager or prometheus.</param>
/// <param name="Text">What was found.</param>
/// <param name="Hint">What to do about it.</param>
internal sealed record Finding(FindingLevel Level, string About, string Text, string? Hint = null)
{
    public static Finding Ok(string about, string text, string? hint = null) => new(FindingLevel.Ok, about, text, hint);

    public static Finding Warning(string about, string text, string hint) => new(FindingLevel.Warning, about, text, hint);

    public static Finding Failure(string about, string text, string hint) => new(FindingLevel.Failure, about, text, hint);
}
