using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace LiveStatProxy.Commands;

/// <summary>How commands print: for people, or with <c>--json</c> for machines.</summary>
internal static class CommandOutput
{
    private const int WidthWithoutTerminal = 10_000;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The option that asks for JSON.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON for machines." };

    /// <summary>Prints a result as JSON, or as <paramref name="forPeople"/> shows it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="asJson">Whether machines read it.</param>
    /// <param name="value">The result.</param>
    /// <param name="forPeople">Shows it to people.</param>
    /// <param name="json">The JSON, where it is there already.</param>
    public static async Task PrintAsync<T>(this ParseResult result, bool asJson, T value, Action<IAnsiConsole, T> forPeople, string? json = null)
    {
        var output = result.InvocationConfiguration.Output;
        if (asJson)
        {
            await output.WriteLineAsync(json ?? JsonSerializer.Serialize(value, Format));
            return;
        }

        forPeople(ConsoleOn(output), value);
    }

    /// <summary>Tells why a command could not do its work.</summary>
    public static Task ComplainAsync(this ParseResult result, string line) => result.InvocationConfiguration.Error.WriteLineAsync(line);

    private static IAnsiConsole ConsoleOn(TextWriter output)
    {
        var target = new AnsiConsoleOutput(output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = target, Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!target.IsTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
