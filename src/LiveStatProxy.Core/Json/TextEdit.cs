namespace LiveStatProxy.Core.Json;

/// <summary>A change of an operation's text.</summary>
/// <param name="Start">Where, in UTF-16 units.</param>
/// <param name="Length">How many UTF-16 units go; 0 is an insertion.</param>
/// <param name="Replacement">What comes: ASCII without line breaks.</param>
public readonly record struct TextEdit(int Start, int Length, string Replacement);
