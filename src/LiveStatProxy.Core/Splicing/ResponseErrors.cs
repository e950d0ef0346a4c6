using System.Text.Json;
using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Planning;

namespace LiveStatProxy.Core.Splicing;

/// <summary>
/// Reads the <c>errors</c> of the manager's answer to a translated operation: notes where their columns have to be the original's, and
/// whether one tells of a field that the client did not ask for.
/// </summary>
internal static class ResponseErrors
{
    /// <summary>Scans <paramref name="errors"/>, an array.</summary>
    /// <param name="errors">The array's bytes.</param>
    /// <param name="position">Where they stand in the answer.</param>
    /// <param name="translation">What the manager was asked.</param>
    /// <param name="result">Gets an edit for each column that differs.</param>
    /// <returns>Whether an error's path ends at an id.</returns>
    /// <exception cref="JsonException">They are not errors as the GraphQL specification has them.</exception>
    public static bool Scan(ReadOnlySpan<byte> errors, int position, Translation translation, ScannedResponse result)
    {
        var pass = new Pass(new Utf8JsonReader(errors), position, translation, result);
        return pass.ScanErrors();
    }

    private ref struct Pass(Utf8JsonReader reader, int position, Translation translation, ScannedResponse result)
    {
        private Utf8JsonReader _reader = reader;

        public bool ScanErrors()
        {
            var errorAtAnId = false;
            _reader.Read();
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                JsonCursor.Expect(_reader.TokenType == JsonTokenType.StartObject);
                while (NextProperty())
                {
                    if (_reader.ValueTextEquals("locations"u8))
                    {
                        _reader.Read();
                        ScanLocations();
                    }
                    else if (_reader.ValueTextEquals("path"u8))
                    {
                        _reader.Read();
                        errorAtAnId |= IsPathToAnId();
                    }
                    else
                    {
                        SkipValue();
                    }
                }
            }

            return errorAtAnId;
        }

        private void ScanLocations()
        {
            if (_reader.TokenType != JsonTokenType.StartArray)
            {
                _reader.Skip();
                return;
            }

            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                JsonCursor.Expect(_reader.TokenType == JsonTokenType.StartObject);
                ScanLocation();
            }
        }

        private void ScanLocation()
        {
            int line = 0, column = 0, columnStart = 0, columnEnd = 0;
            while (NextProperty())
            {
                if (_reader.ValueTextEquals("line"u8))
                {
                    _reader.Read();
                    line = ReadNumber();
                }
                else if (_reader.ValueTextEquals("column"u8))
                {
                    _reader.Read();
                    column = ReadNumber();
                    (columnStart, columnEnd) = ((int)_reader.TokenStartIndex, (int)_reader.BytesConsumed);
                }
                else
                {
                    SkipValue();
                }
            }

            if (translation.Locations.OriginalColumn(line, column) is var original && original != column)
            {
                result.Add(new SpliceEdit(position + columnStart, columnEnd - columnStart, SpliceKind.Number, original, default));
            }
        }

        private bool IsPathToAnId()
        {
            if (_reader.TokenType != JsonTokenType.StartArray)
            {
                _reader.Skip();
                return false;
            }

            var isToAnId = false;
            var shape = translation.Shape;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                if (_reader.TokenType == JsonTokenType.String)
                {
                    var entry = shape?.Find(_reader.ValueIsEscaped ? JsonStringContent.UnescapeToUtf8(_reader.ValueSpan) : _reader.ValueSpan);
                    isToAnId |= entry?.Kind is ShapeEntryKind.Id or ShapeEntryKind.Companion;
                    shape = entry?.Below;
                }
            }

            return isToAnId;
        }

        private readonly int ReadNumber() => _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number) ? number : 0;

        private bool NextProperty() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

        private void SkipValue()
        {
            _reader.Read();
            _reader.Skip();
        }
    }
}
