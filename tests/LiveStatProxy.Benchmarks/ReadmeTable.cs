namespace LiveStatProxy.Benchmarks;

/// <summary>A table that is printed line by line, and kept in a README between two comments when there is one to keep it in.</summary>
internal sealed class ReadmeTable(string name, string? readme)
{
    private readonly List<string> _lines = [];

    /// <summary>The README to keep tables in, when the arguments end in <c>--save README.md</c>.</summary>
    public static string? ReadmeIn(string[] args) => args is [.., "--save", var readme] ? readme : null;

    public void Add(string line)
    {
        Console.WriteLine(line);
        _lines.Add(line);
    }

    public async Task SaveAsync()
    {
        if (readme is null)
        {
            return;
        }

        var (begin, end) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
        var text = await File.ReadAllTextAsync(readme);
        var first = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var last = text.IndexOf(end, first, StringComparison.Ordinal);
        await File.WriteAllTextAsync(readme, $"{text[..first]}\n{string.Join('\n', _lines)}\n\n{text[last..]}");
    }
}
