using System.CommandLine;
using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Demo.Presentation;
using Spectre.Console;

namespace LiveStatProxy.Demo.Commands;

/// <summary>The demo's command line.</summary>
internal sealed class DemoCommandLine(IAnsiConsole console)
{
    /// <summary>The exit code when a port is in use or Prometheus is missing.</summary>
    private const int CannotStart = 2;

    private const int WidthWithoutTerminal = 200;

    /// <summary>Builds the root command, which runs the demo.</summary>
    public RootCommand Create()
    {
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        var ports = new DemoPorts();
        var once = new Option<bool>("--once") { Description = "End after the comparison, with exit code 0 if all was well, else 1." };
        var kernels = new Option<int>("--kernels") { Description = "How many kernels run.", DefaultValueFactory = _ => 6 };
        var callers = new Option<int>("--callers") { Description = "How many users take part in the staged rollout.", DefaultValueFactory = _ => 200 };
        var shadowTime = new Option<TimeSpan>("--shadow-time")
        {
            Description = "How long shadow mode compares, once with healthy agents and once with skewed ones (hh:mm:ss).",
            DefaultValueFactory = _ => TimeSpan.FromSeconds(15),
        };
        var root = new RootCommand("LiveStatProxy's demo: a sample manager, agents, a real Prometheus, and the proxy between them.") { once, kernels, callers, shadowTime };
        foreach (var port in ports.Options)
        {
            root.Options.Add(port);
        }

        root.Subcommands.Add(SignCommand.Create());
        root.Subcommands.Add(KeypairCommand.Create());
        root.SetAction((result, cancellationToken) => RunAsync(
            ports.Conflicts(result),
            new DemoRun(new DemoRunOptions(
                ports.Manager(result), ports.Proxy(result), ports.Prometheus(result), ports.Admin(result), result.GetValue(kernels), result.GetValue(callers), result.GetValue(shadowTime), result.GetValue(once)),
                new DemoReport(console)),
            cancellationToken));
        return root;
    }

    private async Task<int> RunAsync(List<string> conflicts, DemoRun run, CancellationToken cancellationToken)
    {
        if (conflicts.Count > 0)
        {
            conflicts.ForEach(Complain);
            return CannotStart;
        }

        try
        {
            return await run.RunAsync(cancellationToken) ? 0 : 1;
        }
        catch (ProgramMissingException missing)
        {
            Complain(missing.Message);
            return CannotStart;
        }
        catch (HttpRequestException failure)
        {
            console.MarkupLineInterpolated($"[red]A request failed:[/] {failure.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private void Complain(string line) => console.MarkupLineInterpolated($"[red]The demo cannot start:[/] {line}");
}
