using System.Globalization;

namespace LiveStatProxy.Tests.Demo;

/// <summary>A case of <c>Cases/manager.case</c>; <c>Cases/README.md</c> describes the format.</summary>
public sealed record ManagerCase(string Title, string Path, string Body, int Status, string Answer)
{
    public static IEnumerable<ManagerCase> ReadAll() =>
        File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Demo", "Cases", "manager.case"))
            .Replace("⟨BOM⟩", "\uFEFF", StringComparison.Ordinal)
            .Split("=== ", StringSplitOptions.RemoveEmptyEntries)
            .Select(Parse);

    public override string ToString() => Title;

    private static ManagerCase Parse(string text) => text.TrimEnd('\n').Split('\n') is [var title, var path, var body, var status, var answer]
        ? new ManagerCase(title, path, body, int.Parse(status["--- ".Length..], CultureInfo.InvariantCulture), answer)
        : throw new FormatException($"A case has five lines; this one has not: {text}");
}
