using System.CommandLine;
using LiveStatProxy.Demo.Commands;

return await DemoCommandLine.Create().Parse(args).InvokeAsync(new InvocationConfiguration
{
    // Stopping Prometheus in order takes longer than the two seconds that are usual.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});
