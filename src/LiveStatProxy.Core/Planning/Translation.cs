using LiveStatProxy.Core.Json;

namespace LiveStatProxy.Core.Planning;

/// <summary>An operation that asks the manager for kernels' ids where it asked for their statistics.</summary>
/// <param name="Query">The translated document as the raw content of a JSON string, ready to stand between the quotes in the body.</param>
/// <param name="Edits">What was changed, in positions of the original text; for messages.</param>
/// <param name="Shape">Where the ids are in the response's <c>data</c>.</param>
/// <param name="Locations">Leads from places in the translated document back to the client's.</param>
public sealed record Translation(ReadOnlyMemory<byte> Query, IReadOnlyList<TextEdit> Edits, ResponseShape Shape, ErrorLocations Locations);
