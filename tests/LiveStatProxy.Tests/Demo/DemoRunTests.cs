using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using LiveStatProxy.Demo;
using LiveStatProxy.Demo.Commands;
using LiveStatProxy.Demo.Proxy;
using Spectre.Console;

namespace LiveStatProxy.Tests.Demo;

public class DemoRunTests
{
    private static readonly string[] FreePorts = ["--proxy-port", "0", "--manager-port", "0", "--prometheus-port", "0", "--admin-port", "0"];

    [Fact]
    public async Task A_run_of_the_demo_ends_well_and_so_does_a_second_one()
    {
        foreach (var _ in Enumerable.Range(1, 2))
        {
            var (exitCode, text) = await RunAsync(["--once", "--shadow-time", "00:00:06", .. FreePorts]);

            Assert.True(exitCode == 0, text);
            Assert.Contains("both answers are identical, byte for byte", text, StringComparison.Ordinal);
            Assert.Contains("✓ The skewed metric is found and named", text, StringComparison.Ordinal);
            Assert.Contains("✓ A raise moved nobody back", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_keeps_the_demo_from_starting()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, text) = await RunAsync(["--once", .. FreePorts[2..], "--proxy-port", $"{((IPEndPoint)other.LocalEndpoint).Port}"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("is in use by another program; choose another one with --proxy-port", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_headers_for_curl_are_good_for_the_manager()
    {
        await using var demo = await DemoWorld.StartAsync(new DemoWorldOptions { Prometheus = null }, TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        await new DemoCommandLine(AnsiConsole.Console).Create().Parse(["sign", "--host", demo.Manager.Address.Authority])
            .InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(demo.Manager.Address, "/admin/gql"))
        {
            Content = new ByteArrayContent("""{"query": "{ __typename }"}"""u8.ToArray()),
        };
        foreach (var line in output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var header = line["header = \"".Length..].TrimEnd('\r', '"').Split(": ", 2);
            if (!request.Headers.TryAddWithoutValidation(header[0], header[1]))
            {
                request.Content.Headers.Add(header[0], header[1]);
            }
        }

        using var client = new HttpClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_proxy_listens_where_it_says_and_leaves_nothing_behind()
    {
        await using var demo = await DemoWorld.StartAsync(new DemoWorldOptions { Prometheus = null }, TestContext.Current.CancellationToken);
        string folder;
        await using (var proxy = await DemoProxy.StartAsync(demo, new DemoProxyOptions(), TestContext.Current.CancellationToken))
        {
            folder = proxy.ConfigurationFolder;
            using var client = new HttpClient();

            Assert.Equal("live\n", await client.GetStringAsync(new Uri(proxy.AdminAddress, "/healthz/live"), TestContext.Current.CancellationToken));
            Assert.Contains("24.09.0", await client.GetStringAsync(proxy.Address, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder));
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(IReadOnlyList<string> arguments)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        var exitCode = await new DemoCommandLine(console).Create().Parse(arguments)
            .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
        return (exitCode, text.ToString());
    }
}
