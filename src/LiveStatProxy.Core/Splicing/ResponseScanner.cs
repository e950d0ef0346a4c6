using System.Buffers.Text;
using System.Text.Json;
using LiveStatProxy.Core.Planning;

namespace LiveStatProxy.Core.Splicing;

/// <summary>
/// Reads the manager's answer to a translated operation once, guided by the plan's response shape, and notes where kernels' ids
/// stand. What leads to no statistic is skipped.
/// </summary>
public static class ResponseScanner
{
    // Python's json nests to about a thousand; a legacy answer to a deep operation stays far below this.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Scans <paramref name="answer"/> into <paramref name="result"/>, which must be clear.</summary>
    public static void Scan(ReadOnlySpan<byte> answer, AnswerForm form, Translation translation, ScannedResponse result)
    {
        try
        {
            var pass = new Pass(new Utf8JsonReader(answer, Options), translation, result);
            result.Verdict = form == AnswerForm.Response ? pass.ScanResponse() : pass.ScanBareData();
        }
        catch (JsonException)
        {
            result.Verdict = ScanVerdict.Unusable;
        }
    }

    private ref struct Pass(Utf8JsonReader reader, Translation translation, ScannedResponse result)
    {
        private Utf8JsonReader _reader = reader;
        private bool _errorAtAnId;

        private readonly int TokenStart => (int)_reader.TokenStartIndex;

        private readonly int TokenEnd => (int)_reader.BytesConsumed;

        public ScanVerdict ScanResponse()
        {
            bool hasData = false, hasErrors = false;
            Expect(_reader.Read() && _reader.TokenType == JsonTokenType.StartObject);
            while (NextProperty())
            {
                if (_reader.ValueTextEquals("data"u8))
                {
                    _reader.Read();
                    hasData = _reader.TokenType == JsonTokenType.StartObject;
                    Expect(hasData || _reader.TokenType == JsonTokenType.Null);
                    ScanValue(translation.Shape);
                }
                else if (_reader.ValueTextEquals("errors"u8))
                {
                    _reader.Read();
                    hasErrors = _reader.TokenType == JsonTokenType.StartArray;
                    Expect(hasErrors || _reader.TokenType == JsonTokenType.Null);
                    ScanErrors();
                }
                else
                {
                    SkipValue();
                }
            }

            // Reads on to find what should not be there, and throws.
            Expect(!_reader.Read());
            result.HasErrors = hasErrors;
            return hasData && !_errorAtAnId ? ScanVerdict.Usable
                : hasErrors ? ScanVerdict.Refused
                : ScanVerdict.Unusable;
        }

        public ScanVerdict ScanBareData()
        {
            Expect(_reader.Read() && _reader.TokenType == JsonTokenType.StartObject);
            ScanObject(translation.Shape);
            Expect(!_reader.Read());
            return ScanVerdict.Usable;
        }

        private void ScanValue(ResponseShape shape)
        {
            if (_reader.TokenType == JsonTokenType.StartObject)
            {
                ScanObject(shape);
            }
            else if (_reader.TokenType == JsonTokenType.StartArray)
            {
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    ScanValue(shape);
                }
            }
        }

        private void ScanObject(ResponseShape shape)
        {
            var firstEdit = result.EditCount;
            var kernelIndex = SpliceEdit.None;
            int companionStart = -1, beforeCompanion = -1, previousEnd = -1;

            while (NextProperty())
            {
                var nameStart = TokenStart;
                if (companionStart >= 0)
                {
                    Cut(companionStart, nameStart);
                    companionStart = -1;
                }

                var entry = Find(shape);
                _reader.Read();
                switch (entry?.Kind)
                {
                    case ShapeEntryKind.Below:
                        ScanValue(entry.Below!);
                        break;
                    case ShapeEntryKind.Id when ReadKernel() is var index and >= 0:
                        AddSlot(entry, index);
                        break;
                    case ShapeEntryKind.Statistic:
                        Expect(_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray));
                        AddSlot(entry, SpliceEdit.Waiting);
                        break;
                    case ShapeEntryKind.Companion:
                        kernelIndex = ReadKernel();
                        companionStart = nameStart;
                        beforeCompanion = previousEnd;
                        break;
                    default:
                        _reader.Skip();
                        break;
                }

                previousEnd = TokenEnd;
            }

            if (companionStart >= 0)
            {
                // The last property goes with the comma before it.
                Cut(beforeCompanion >= 0 ? beforeCompanion : companionStart, previousEnd);
            }

            if (shape.HasCompanion)
            {
                result.SettleWaitingSlots(firstEdit, kernelIndex);
            }
        }

        private void ScanErrors()
        {
            while (_reader.TokenType != JsonTokenType.Null && _reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                Expect(_reader.TokenType == JsonTokenType.StartObject);
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
                        ScanPath();
                    }
                    else
                    {
                        SkipValue();
                    }
                }
            }
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
                Expect(_reader.TokenType == JsonTokenType.StartObject);
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
                    line = _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number) ? number : 0;
                }
                else if (_reader.ValueTextEquals("column"u8))
                {
                    _reader.Read();
                    column = _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var number) ? number : 0;
                    (columnStart, columnEnd) = (TokenStart, TokenEnd);
                }
                else
                {
                    SkipValue();
                }
            }

            if (translation.Locations.OriginalColumn(line, column) is var original && original != column)
            {
                result.Add(new SpliceEdit(columnStart, columnEnd - columnStart, SpliceKind.Number, original, default));
            }
        }

        /// <summary>An error whose path ends at an id tells of a field that the client did not ask for.</summary>
        private void ScanPath()
        {
            if (_reader.TokenType != JsonTokenType.StartArray)
            {
                _reader.Skip();
                return;
            }

            var shape = translation.Shape;
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                if (_reader.TokenType == JsonTokenType.String)
                {
                    var entry = shape is null ? null : Find(shape);
                    _errorAtAnId |= entry?.Kind is ShapeEntryKind.Id or ShapeEntryKind.Companion;
                    shape = entry?.Below;
                }
            }
        }

        private bool NextProperty() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

        private void SkipValue()
        {
            _reader.Read();
            _reader.Skip();
        }

        private readonly ShapeEntry? Find(ResponseShape shape)
        {
            if (!_reader.ValueIsEscaped)
            {
                return shape.Find(_reader.ValueSpan);
            }

            Span<byte> unescaped = stackalloc byte[256];
            return _reader.ValueSpan.Length <= unescaped.Length ? shape.Find(unescaped[.._reader.CopyString(unescaped)]) : null;
        }

        /// <summary>The kernel whose id the reader stands at; <see cref="SpliceEdit.None"/> for null.</summary>
        private readonly int ReadKernel()
        {
            if (_reader.TokenType == JsonTokenType.Null)
            {
                return SpliceEdit.None;
            }

            Expect(_reader.TokenType == JsonTokenType.String);
            Expect(Utf8Parser.TryParse(_reader.ValueSpan, out Guid kernelId, out var length) && length == _reader.ValueSpan.Length);
            return result.IndexOf(kernelId);
        }

        private readonly void AddSlot(ShapeEntry entry, int kernelIndex) =>
            result.Add(new SpliceEdit(TokenStart, TokenEnd - TokenStart, SpliceKind.Slot, kernelIndex, entry.Statistic));

        private readonly void Cut(int start, int end) => result.Add(new SpliceEdit(start, end - start, SpliceKind.Cut, 0, default));

        private static void Expect(bool condition)
        {
            if (!condition)
            {
                throw new JsonException("Not the shape of the operation's response.");
            }
        }
    }
}
