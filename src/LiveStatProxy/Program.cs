using LiveStatProxy.Commands;

return await ProxyCommandLine.Create().Parse(args).InvokeAsync();
