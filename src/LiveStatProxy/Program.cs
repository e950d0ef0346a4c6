using System.CommandLine;
using LiveStatProxy.Commands;

// The host handles the signals: System.CommandLine's own handler would end a proxy that still drains.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await ProxyCommandLine.Create().Parse(args).InvokeAsync(invocation);
