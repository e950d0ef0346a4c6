using System.Text;
using System.Text.Json;
using CsCheck;
using LiveStatProxy.Core.Json;

namespace LiveStatProxy.Core.Tests.Json;

public class JsonCursorTests
{
    // What can mislead a jump: brackets and quotes in strings, runs of backslashes, and lengths around a block's.
    private static readonly Gen<string> Text =
        Gen.OneOf("\\", "\"", "{", "}", "[", "]", ",", ":", "a", "é", "🍎", "\n", "\\\\\\\\", new string('x', 61)).Array[0, 12]
            .Select(string.Concat);

    private static readonly Gen<string> Word = Gen.OneOf("null", "true", "false", "0", "-1.5E+10", "12345678901234567890");

    private static readonly Gen<string> Space = Gen.OneOf("", "", " ", "\n\t", "\r\n  ");

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, value) => depth > 4
        ? Leaf
        : Gen.Frequency((2, Leaf), (1, List(value)), (2, Object(value))));

    private static Gen<string> Leaf => Gen.OneOf(Word, Text.Select(Quoted));

    [Fact]
    public void A_jump_over_a_value_ends_where_the_JSON_library_ends() => Value.Sample(
        value =>
        {
            var json = Encoding.UTF8.GetBytes($"{value},");
            var reader = new Utf8JsonReader(json.AsSpan(..^1));
            reader.Read();
            reader.Skip();

            var cursor = new JsonCursor(json);
            cursor.Skip();

            Assert.Equal(reader.BytesConsumed, cursor.Position);
            Assert.True(cursor.TryTake(','));
            Assert.True(cursor.IsAtEnd);
        },
        iter: 20_000);

    [Fact]
    public void Moving_to_keys_finds_the_properties_that_the_JSON_library_finds() =>
        Gen.Select(Object(Value), Gen.Int[0, 3], Gen.Bool).Sample(
            (value, each, keysMayHaveEscapes) =>
            {
                var json = Encoding.UTF8.GetBytes(value);
                var all = Properties(json);
                var wanted = all.Select(property => property.Key).Where((key, i) => key.Length > 0 && i % 4 <= each).ToHashSet();
                wanted.RemoveWhere(key => !keysMayHaveEscapes && key.AsSpan().ContainsAny('"', '\\', '\n'));
                wanted.Add("live_stat");
                var beginnings = wanted.Select(key => KeyBeginning.Of(Encoding.UTF8.GetBytes(key))).ToArray();

                var found = new List<(string, string)>();
                var cursor = new JsonCursor(json);
                cursor.Take('{');
                while (cursor.MoveToKey(beginnings, keysMayHaveEscapes))
                {
                    if (cursor.TryTakeKey(out var key) && wanted.Contains(Encoding.UTF8.GetString(key)))
                    {
                        var name = Encoding.UTF8.GetString(key);
                        cursor.Peek();
                        var start = cursor.Position;
                        cursor.Skip();
                        found.Add((name, Encoding.UTF8.GetString(json[start..cursor.Position])));
                    }
                }

                cursor.Take('}');
                Assert.True(cursor.IsAtEnd);
                Assert.Equal(all.Where(property => wanted.Contains(property.Key)), found);
            },
            iter: 20_000);

    [Fact]
    public void A_jump_over_what_is_broken_off_fails() => Object(Value).Sample(
        value =>
        {
            var json = Encoding.UTF8.GetBytes(value);
            for (var length = 0; length < json.Length; length++)
            {
                var brokenOff = json[..length];
                Assert.Throws<JsonException>(() => new JsonCursor(brokenOff).Skip());
            }
        },
        iter: 50);

    [Fact]
    public void A_jump_over_anything_at_all_ends_within_it_or_fails() =>
        Gen.OneOf((byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)'n', (byte)' ', (byte)0, (byte)0xFF).Array[0, 200].Sample(
            json =>
            {
                try
                {
                    var cursor = new JsonCursor(json);
                    cursor.Skip();
                    Assert.InRange(cursor.Position, 1, json.Length);
                    while (cursor.MoveToKey([new KeyBeginning((byte)'n', (byte)'"')], keysMayHaveEscapes: json.Length % 2 == 0))
                    {
                        cursor.TryTakeKey(out _);
                    }

                    Assert.InRange(cursor.Position, 1, json.Length);
                }
                catch (JsonException)
                {
                }
            },
            iter: 20_000);

    [Fact]
    public void Strings_are_taken_as_they_are_and_keys_without_escapes()
    {
        var cursor = new JsonCursor("""{"qu\u0065ry": "\"\\\u0061", "": "" }"""u8);

        cursor.Take('{');
        Assert.Equal("query", Encoding.UTF8.GetString(cursor.TakeKey()));
        Assert.Equal("""\"\\\u0061""", Encoding.UTF8.GetString(cursor.TakeString()));
        cursor.Take(',');
        Assert.True(cursor.TakeKey().IsEmpty);
        Assert.True(cursor.TakeString().IsEmpty);
        cursor.Take('}');
        Assert.True(cursor.IsAtEnd);
    }

    [Theory]
    [InlineData("a key with an invalid escape", """{"\x": 1}""")]
    [InlineData("a key broken off in an escape", """{"\u00": 1}""")]
    [InlineData("a key without quotes", """{a: 1}""")]
    [InlineData("a key without a colon", """{"a" 1}""")]
    public void A_key_that_is_none_is_not_taken(string why, string json)
    {
        Assert.True(Throws(json), why);

        static bool Throws(string json)
        {
            try
            {
                var cursor = new JsonCursor(Encoding.UTF8.GetBytes(json));
                cursor.Take('{');
                cursor.TakeKey();
                return false;
            }
            catch (JsonException)
            {
                return true;
            }
        }
    }

    private static List<(string Key, string Value)> Properties(byte[] json)
    {
        var properties = new List<(string, string)>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            properties.Add((key, Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed])));
        }

        return properties;
    }

    private static Gen<string> List(Gen<string> value) => Joined(value, '[', ']');

    private static Gen<string> Object(Gen<string> value) =>
        Joined(Gen.Select(Text, Space, value, (key, space, of) => $"{Quoted(key)}{space}:{space}{of}"), '{', '}');

    private static Gen<string> Joined(Gen<string> items, char begin, char end) =>
        Gen.Select(items.Array[0, 5], Space, (all, space) => $"{begin}{space}{string.Join($"{space},{space}", all)}{space}{end}");

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
