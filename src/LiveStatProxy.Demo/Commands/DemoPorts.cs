using System.CommandLine;
using LiveStatProxy.Demo.Hosting;

namespace LiveStatProxy.Demo.Commands;

/// <summary>The four ports of the demo, each with the option that changes it.</summary>
internal sealed class DemoPorts
{
    private readonly Option<int> _manager = Port("--manager-port", 8091, "The sample manager's port.");
    private readonly Option<int> _proxy = Port("--proxy-port", 8080, "The proxy's port for clients.");
    private readonly Option<int> _prometheus = Port("--prometheus-port", 9190, "Prometheus' port. (9090 may be held by Debian's own service.)");
    private readonly Option<int> _admin = Port("--admin-port", 9180, "The proxy's port for operators.");

    /// <summary>The options, in the order of a request's way.</summary>
    public IReadOnlyList<Option<int>> Options => [_proxy, _manager, _prometheus, _admin];

    public int Manager(ParseResult result) => result.GetValue(_manager);

    public int Proxy(ParseResult result) => result.GetValue(_proxy);

    public int Prometheus(ParseResult result) => result.GetValue(_prometheus);

    public int Admin(ParseResult result) => result.GetValue(_admin);

    /// <summary>One line for each port that is taken, or wanted twice.</summary>
    public List<string> Conflicts(ParseResult result)
    {
        var wanted = Options.Select(option => (option.Name, Port: result.GetValue(option))).Where(wanted => wanted.Port != 0).ToList();
        var taken = wanted.Where(wanted => FreePort.IsTaken(wanted.Port))
            .Select(wanted => $"Port {wanted.Port} is in use by another program; choose another one with {wanted.Name} (0 for any free port).");
        var twice = wanted.GroupBy(wanted => wanted.Port).Where(group => group.Count() > 1)
            .Select(group => $"Port {group.Key} is wanted twice, by {string.Join(" and ", group.Select(wanted => wanted.Name))}.");
        return [.. taken, .. twice];
    }

    private static Option<int> Port(string name, int port, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => port };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > ushort.MaxValue)
            {
                result.AddError($"{name} must be a port from 0 to {ushort.MaxValue}.");
            }
        });
        return option;
    }
}
