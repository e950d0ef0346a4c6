using System.Net;
using System.Text.Json;
using LiveStatProxy.Tests.Forwarding;

namespace LiveStatProxy.Tests;

public class ConsoleLogTests
{
    [Fact]
    public async Task The_shipped_configuration_logs_a_JSON_object_per_line_with_its_properties()
    {
        var before = TimeProvider.System.GetUtcNow() - TimeSpan.FromMilliseconds(1);
        var nobody = FailureTests.UnusedAddress();
        await using var proxy = await ProxyProcess.StartAsync(nobody, "--Shutdown:Delay=00:00:00");
        using var http = new HttpClient();

        using var response = await http.GetAsync(new Uri(proxy.Address, "/nobody?token=secret"), TestContext.Current.CancellationToken);
        proxy.Terminate();
        await proxy.EndAsync();

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var output = await proxy.Output;
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var failure = Assert.Single(lines, line => line.GetProperty("Category").GetString() == "LiveStatProxy.Forwarding.FailureAnswer");
        Assert.InRange(failure.GetProperty("Timestamp").GetDateTimeOffset(), before, TimeProvider.System.GetUtcNow());
        Assert.Equal("Warning", failure.GetProperty("LogLevel").GetString());
        var state = failure.GetProperty("State");
        Assert.Equal(("manager-unreachable", "GET", "/nobody"), (Text("Reason"), Text("Method"), Text("Path")));
        Assert.Contains("manager-unreachable: GET /nobody", failure.GetProperty("Message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);

        string? Text(string property) => state.GetProperty(property).GetString();
    }
}
