using LiveStatProxy.Core.Json;

namespace LiveStatProxy.Core.Planning;

/// <summary>
/// Leads a location in the translated document back to the client's. Lines and columns count from 1, columns in code points, as
/// the manager's GraphQL library counts them; lines end with LF, CR or CRLF. Edits add no lines, so only columns move.
/// </summary>
public sealed class ErrorLocations
{
    private readonly record struct EditedColumns(int Original, int Translated, int OriginalLength, int TranslatedLength);

    private readonly Dictionary<int, List<EditedColumns>> _edits = [];

    /// <param name="text">The original document.</param>
    /// <param name="edits">Its edits, ascending.</param>
    public ErrorLocations(string text, IReadOnlyList<TextEdit> edits)
    {
        int position = 0, line = 1, column = 1;
        foreach (var edit in edits)
        {
            for (; position < edit.Start; position++)
            {
                if (text[position] == '\n' || (text[position] == '\r' && (position + 1 >= text.Length || text[position + 1] != '\n')))
                {
                    line++;
                    column = 1;
                }
                else if (!(char.IsLowSurrogate(text[position]) && position > 0 && char.IsHighSurrogate(text[position - 1])))
                {
                    column++;
                }
            }

            Add(line, column, edit);
        }
    }

    /// <summary>The column in the client's document; inside of what an edit put there, the edit's own place.</summary>
    public int OriginalColumn(int line, int column)
    {
        var shift = 0;
        foreach (var edit in _edits.GetValueOrDefault(line) ?? [])
        {
            if (column <= edit.Translated)
            {
                break;
            }

            if (column < edit.Translated + edit.TranslatedLength)
            {
                return edit.Original;
            }

            shift += edit.OriginalLength - edit.TranslatedLength;
        }

        return column + shift;
    }

    private void Add(int line, int column, TextEdit edit)
    {
        if (!_edits.TryGetValue(line, out var onLine))
        {
            _edits[line] = onLine = [];
        }

        var shift = onLine.Sum(earlier => earlier.TranslatedLength - earlier.OriginalLength);
        onLine.Add(new EditedColumns(column, column + shift, edit.Length, edit.Replacement.Length));
    }
}
