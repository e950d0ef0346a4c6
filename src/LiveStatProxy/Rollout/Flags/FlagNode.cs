using System.Text.Json;
using LiveStatProxy.Configuration;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>A place in flags.json: its value, where it is, and where mistakes go. What is wrong is noted and reads as absent.</summary>
internal readonly record struct FlagNode(JsonElement Value, string Path, ConfigurationMistakes Mistakes)
{
    /// <summary>The whole file.</summary>
    public static FlagNode Root(JsonElement value, ConfigurationMistakes mistakes) => new(value, "flags.json:", mistakes);

    /// <summary>Notes that the value is not allowed.</summary>
    public void Refuse(string allowed) => Mistakes.Add(Path, Shown, allowed);

    /// <summary>The member; null where it is absent or null.</summary>
    public FlagNode? Member(string name) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new FlagNode(value, PathOf(name), Mistakes)
            : null;

    /// <summary>Notes that a member is missing.</summary>
    public void RefuseWithout(string name, string allowed) => Mistakes.Add(PathOf(name), null, allowed);

    /// <summary>Whether the value is an object; members of unknown names are noted.</summary>
    public bool IsObjectOf(params ReadOnlySpan<string> names)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            Refuse("an object");
            return false;
        }

        foreach (var member in Value.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                new FlagNode(member.Value, PathOf(member.Name), Mistakes).Refuse($"one of the keys {string.Join(", ", names)}");
            }
        }

        return true;
    }

    /// <summary>The elements of the array.</summary>
    public IReadOnlyList<FlagNode> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            Refuse("an array");
            return [];
        }

        var (path, mistakes) = (Path, Mistakes);
        return [.. Value.EnumerateArray().Select((item, index) => new FlagNode(item, $"{path}[{index}]", mistakes))];
    }

    /// <summary>The text, not empty.</summary>
    public string? Text()
    {
        if (Value.ValueKind == JsonValueKind.String && Value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Refuse("a text that is not empty");
        return null;
    }

    /// <summary>The elements of an array of texts.</summary>
    public IReadOnlyList<string> Texts() => [.. Items().Select(item => item.Text()).OfType<string>()];

    /// <summary>The boolean.</summary>
    public bool? Boolean()
    {
        if (Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return Value.GetBoolean();
        }

        Refuse("true or false");
        return null;
    }

    /// <summary>The number, a percentage.</summary>
    public double? Percentage()
    {
        if (Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out var number) && number is >= 0 and <= 100)
        {
            return number;
        }

        Refuse("a number from 0 to 100");
        return null;
    }

    /// <summary>The value of an enumeration, by its name.</summary>
    public T? OneOf<T>()
        where T : struct, Enum
    {
        if (Value.ValueKind == JsonValueKind.String && Enum.GetNames<T>().Contains(Value.GetString()))
        {
            return Enum.Parse<T>(Value.GetString()!);
        }

        Refuse($"one of {string.Join(", ", Enum.GetNames<T>())}");
        return null;
    }

    private string PathOf(string name) => Path.EndsWith(':') ? $"{Path}{name}" : $"{Path}.{name}";

    private string Shown => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : Shorten(Value.GetRawText());

    private static string Shorten(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
