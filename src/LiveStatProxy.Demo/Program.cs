using System.CommandLine;
using LiveStatProxy.Demo.Commands;
using Spectre.Console;

return await new DemoCommandLine(AnsiConsole.Console).Create().Parse(args).InvokeAsync(new InvocationConfiguration
{
    // Stopping Prometheus in order takes longer than the two seconds that are usual.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});
