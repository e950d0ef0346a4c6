using System.Buffers.Text;
using System.Text.Json;
using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Planning;

namespace LiveStatProxy.Core.Splicing;

/// <summary>
/// Reads the manager's answer to a translated operation once, guided by the plan's response shape, and notes where kernels' ids
/// stand. What leads to no statistic is jumped over.
/// </summary>
public static class ResponseScanner
{
    // As deep as the errors are read; GraphQL lists nest once or twice.
    private const int MaxListDepth = 64;

    /// <summary>Scans <paramref name="answer"/> into <paramref name="result"/>, which must be clear.</summary>
    public static void Scan(ReadOnlySpan<byte> answer, AnswerForm form, Translation translation, ScannedResponse result)
    {
        try
        {
            var pass = new Pass(answer, translation, result);
            result.Verdict = form == AnswerForm.Response ? pass.ScanResponse() : pass.ScanBareData();
        }
        catch (JsonException)
        {
            result.Verdict = ScanVerdict.Unusable;
        }
    }

    private ref struct Pass(ReadOnlySpan<byte> answer, Translation translation, ScannedResponse result)
    {
        private readonly ReadOnlySpan<byte> _answer = answer;
        private JsonCursor _cursor = new(answer);

        // GraphQL names are ASCII. Nobody writes their letters as escapes, but some write other ASCII so.
        private readonly bool _keysMayHaveEscapes = answer.IndexOf("\\u00"u8) >= 0;

        public ScanVerdict ScanResponse()
        {
            bool hasData = false, errorAtAnId = false;
            _cursor.Take('{');
            if (!_cursor.TryTake('}'))
            {
                do
                {
                    var key = _cursor.TakeKey();
                    if (key.SequenceEqual("data"u8))
                    {
                        hasData = !_cursor.TryTakeNull();
                        if (hasData)
                        {
                            ScanObject(translation.Shape);
                        }
                    }
                    else if (key.SequenceEqual("errors"u8))
                    {
                        errorAtAnId = ScanErrors();
                    }
                    else
                    {
                        _cursor.Skip();
                    }
                }
                while (_cursor.TryTake(','));
                _cursor.Take('}');
            }

            JsonCursor.Expect(_cursor.IsAtEnd);
            return hasData && !errorAtAnId ? ScanVerdict.Usable
                : result.HasErrors ? ScanVerdict.Refused
                : ScanVerdict.Unusable;
        }

        public ScanVerdict ScanBareData()
        {
            ScanObject(translation.Shape);
            JsonCursor.Expect(_cursor.IsAtEnd);
            return ScanVerdict.Usable;
        }

        private bool ScanErrors()
        {
            if (_cursor.TryTakeNull())
            {
                return false;
            }

            JsonCursor.Expect(_cursor.Peek() == '[');
            var start = _cursor.Position;
            _cursor.Skip();
            result.HasErrors = true;
            return ResponseErrors.Scan(_answer[start.._cursor.Position], start, translation, result);
        }

        private void ScanValue(ResponseShape shape, int listDepth = 0)
        {
            if (_cursor.Peek() == '{')
            {
                ScanObject(shape);
            }
            else if (_cursor.TryTake('['))
            {
                JsonCursor.Expect(listDepth < MaxListDepth);
                if (!_cursor.TryTake(']'))
                {
                    do
                    {
                        ScanValue(shape, listDepth + 1);
                    }
                    while (_cursor.TryTake(','));
                    _cursor.Take(']');
                }
            }
            else
            {
                _cursor.Skip();
            }
        }

        private void ScanObject(ResponseShape shape)
        {
            var firstEdit = result.EditCount;
            var kernelIndex = SpliceEdit.None;

            _cursor.Take('{');
            while (_cursor.MoveToKey(shape.Beginnings.Span, _keysMayHaveEscapes))
            {
                var keyStart = _cursor.Position;
                if (!_cursor.TryTakeKey(out var key) || shape.Find(key) is not { } entry)
                {
                    continue;
                }

                var next = _cursor.Peek();
                var valueStart = _cursor.Position;
                switch (entry.Kind)
                {
                    case ShapeEntryKind.Below:
                        ScanValue(entry.Below!);
                        break;
                    case ShapeEntryKind.Id when ReadKernel() is var index and >= 0:
                        AddSlot(valueStart, entry, index);
                        break;
                    case ShapeEntryKind.Statistic:
                        JsonCursor.Expect(next is not ((byte)'{' or (byte)'['));
                        _cursor.Skip();
                        AddSlot(valueStart, entry, SpliceEdit.Waiting);
                        break;
                    case ShapeEntryKind.Companion:
                        kernelIndex = ReadKernel();
                        CutProperty(keyStart);
                        break;
                }
            }

            _cursor.Take('}');
            if (shape.HasCompanion)
            {
                result.SettleWaitingSlots(firstEdit, kernelIndex);
            }
        }

        /// <summary>Cuts the property that ends here, with the comma behind it, or before it when it is the last.</summary>
        private void CutProperty(int start)
        {
            var end = _cursor.Position;
            if (_cursor.TryTake(','))
            {
                _cursor.Peek();
                end = _cursor.Position;
            }
            else
            {
                start = result.TakeBackCuts(start);
                start = _answer[..start].TrimEnd(" \t\r\n"u8) is [.. var before, (byte)','] ? before.TrimEnd(" \t\r\n"u8).Length : start;
            }

            result.Add(new SpliceEdit(start, end - start, SpliceKind.Cut, 0, default));
        }

        /// <summary>The kernel whose id is next; <see cref="SpliceEdit.None"/> for null.</summary>
        private int ReadKernel()
        {
            if (_cursor.TryTakeNull())
            {
                return SpliceEdit.None;
            }

            var id = _cursor.TakeString();
            JsonCursor.Expect(Utf8Parser.TryParse(id, out Guid kernelId, out var length) && length == id.Length);
            return result.IndexOf(kernelId);
        }

        private readonly void AddSlot(int start, ShapeEntry entry, int kernelIndex) =>
            result.Add(new SpliceEdit(start, _cursor.Position - start, SpliceKind.Slot, kernelIndex, entry.Statistic));
    }
}
