using System.Text.RegularExpressions;

namespace LiveStatProxy.Core.Tests.Golden;

/// <summary>A case of <c>Cases/*.case</c>; <c>Cases/README.md</c> describes the format.</summary>
public sealed partial record GoldenCase(string File, string Title, string Operation, IReadOnlyList<(string Heading, string Text)> Sections)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    public string? OperationName => Option("name");

    public bool HasOption(string name) => Options().Contains(name);

    public string? this[string heading] =>
        Sections.Where(section => section.Heading == heading).Select(section => section.Text).FirstOrDefault();

    public static IEnumerable<GoldenCase> ReadAll() =>
        Directory.GetFiles(Folder, "*.case").Order(StringComparer.Ordinal).SelectMany(Read);

    public override string ToString() => $"{File}: {Title}";

    private static IEnumerable<GoldenCase> Read(string path) =>
        CaseStart().Split(System.IO.File.ReadAllText(path)).Skip(1).Select(text => Parse(Path.GetFileNameWithoutExtension(path), text));

    private static GoldenCase Parse(string file, string text)
    {
        var parts = SectionStart().Split(text);
        var (title, operation) = Cut(parts[0]);
        return new GoldenCase(file, title, operation, [.. parts.Skip(1).Select(Cut)]);
    }

    private static (string Heading, string Text) Cut(string part)
    {
        var end = part.IndexOf('\n', StringComparison.Ordinal);
        return end < 0
            ? (part.Trim(), "")
            : (part[..end].Trim(), part[(end + 1)..].TrimEnd('\n')
                .Replace("⟨CR⟩", "\r", StringComparison.Ordinal)
                .Replace("⟨TAB⟩", "\t", StringComparison.Ordinal)
                .Replace("⟨BOM⟩", "\uFEFF", StringComparison.Ordinal));
    }

    private IEnumerable<string> Options() => OptionPattern().Matches(Title).Select(match => match.Groups[1].Value);

    private string? Option(string name) =>
        Options().Where(option => option.StartsWith($"{name}=", StringComparison.Ordinal)).Select(option => option[(name.Length + 1)..]).FirstOrDefault();

    [GeneratedRegex(@"^=== ", RegexOptions.Multiline)]
    private static partial Regex CaseStart();

    [GeneratedRegex(@"^--- ", RegexOptions.Multiline)]
    private static partial Regex SectionStart();

    [GeneratedRegex(@"\[([a-z]+(?:=[^\]]*)?)\]")]
    private static partial Regex OptionPattern();
}
