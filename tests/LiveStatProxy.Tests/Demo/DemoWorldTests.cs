using System.Globalization;
using System.Text.Json;
using LiveStatProxy.Demo;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Tests.Demo;

public class DemoWorldTests(DemoWorldFixture fixture) : IClassFixture<DemoWorldFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DemoWorld Demo => fixture.Demo;

    [Fact]
    public async Task Prometheus_has_every_metric_of_every_kernel_with_the_agents_labels()
    {
        var kernel = Demo.World.RunningKernels.First(kernel => kernel.Gpus > 0);

        var series = await Demo.Prometheus.QueryAsync($$"""backendai_container_utilization{kernel_id="{{kernel.Id}}",value_type="current"}""", Cancellation);

        Assert.Equal(
            kernel.Load!.Metrics.Select(metric => metric.Name).Order(StringComparer.Ordinal),
            series.Select(one => one.Labels["container_metric_name"]).Order(StringComparer.Ordinal));
        Assert.All(series, one => Assert.Equal(
            (kernel.Agent!.Id, kernel.Session.Id.ToString(), kernel.Session.Owner.Id.ToString(), Demo.World.ProjectId.ToString(), Demo.Agents.ExporterOf(kernel).Instance),
            (one.Labels["agent_id"], one.Labels["session_id"], one.Labels["user_id"], one.Labels["project_id"], one.Labels["instance"])));
    }

    [Fact]
    public async Task Kernels_without_statistics_have_no_series()
    {
        foreach (var kernel in Demo.World.Kernels.Where(kernel => kernel.Load is null))
        {
            Assert.Empty(await Demo.Prometheus.QueryAsync($$"""backendai_container_utilization{kernel_id="{{kernel.Id}}"}""", Cancellation));
        }
    }

    [Fact]
    public async Task History_is_there_for_maxima_over_the_window_and_goes_on_in_the_same_series()
    {
        var kernels = Demo.World.RunningKernels.Count();

        var maxima = await Demo.Prometheus.QueryAsync(
            """max_over_time(sum by (kernel_id) (backendai_container_utilization{container_metric_name="mem",value_type="current"})[5m:])""", Cancellation);
        var instances = await Demo.Prometheus.QueryAsync(
            """count by (kernel_id) (count_over_time(backendai_container_utilization{container_metric_name="mem",value_type="current"}[10m]))""", Cancellation);

        Assert.Equal(kernels, maxima.Count);
        Assert.All(instances, one => Assert.Equal(1, one.Value));
    }

    [Fact]
    public async Task The_manager_tells_of_the_same_work_as_Prometheus()
    {
        var kernel = Demo.World.RunningKernels.First();
        var shown = await ManagersNumberAsync(kernel, "cpu_used", "current");

        var exported = await ValueAsync(kernel, "cpu_used", "current");

        // Not the same moment: the manager measures every five seconds.
        Assert.InRange(exported - shown, -60_000 * kernel.Cores, 60_000 * kernel.Cores);
        Assert.Equal(await ManagersNumberAsync(kernel, "mem", "capacity"), await ValueAsync(kernel, "mem", "capacity"));
    }

    [Fact]
    public async Task Some_agents_export_percentages_too()
    {
        var series = await Demo.Prometheus.QueryAsync("""count by (agent_id) (backendai_container_utilization{value_type="pct"})""", Cancellation);

        Assert.Equal(
            Demo.World.Agents.Where(agent => agent.ExportsPercent).Select(agent => agent.Id),
            series.Select(one => one.Labels["agent_id"]));
    }

    [Fact]
    public async Task Devices_are_another_metric() =>
        Assert.NotEmpty(await Demo.Prometheus.QueryAsync("backendai_device_utilization", Cancellation));

    private async Task<double> ValueAsync(Kernel kernel, string metric, string valueType) => Assert.Single(await Demo.Prometheus.QueryAsync(
        $$"""backendai_container_utilization{kernel_id="{{kernel.Id}}",container_metric_name="{{metric}}",value_type="{{valueType}}"}""", Cancellation)).Value;

    private async Task<double> ManagersNumberAsync(Kernel kernel, string metric, string field)
    {
        using var answer = JsonDocument.Parse(await Demo.AskAsync($$"""{ compute_container(id: "{{kernel.Id}}") { live_stat } }"""));
        using var payload = JsonDocument.Parse(
            answer.RootElement.GetProperty("data").GetProperty("compute_container").GetProperty("live_stat").GetString()!);
        return double.Parse(payload.RootElement.GetProperty(metric).GetProperty(field).GetString()!, CultureInfo.InvariantCulture);
    }
}

/// <summary>What may happen to agents and Prometheus; a world for each test, since each does harm.</summary>
public sealed class DemoIncidentTests : IAsyncLifetime
{
    private const string Memory = """{container_metric_name="mem",value_type="current"}""";
    private DemoWorld? _demo;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DemoWorld Demo => _demo!;

    public async ValueTask InitializeAsync() => _demo = await DemoWorld.StartAsync(
        new DemoWorldOptions { World = new WorldOptions { Kernels = 2 }, History = TimeSpan.Zero }, Cancellation);

    public ValueTask DisposeAsync() => _demo?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task An_agent_can_export_under_two_instances_at_once()
    {
        var kernel = Demo.World.RunningKernels.First();
        await Demo.Agents.AddInstanceAsync(kernel.Agent!, Cancellation);
        await Demo.RefreshTargetsAsync(Cancellation);

        await Demo.Prometheus.WaitForSeriesAsync($$"""backendai_container_utilization{kernel_id="{{kernel.Id}}",container_metric_name="mem",value_type="current"}""", 2, Cancellation);
    }

    [Fact]
    public async Task An_agent_that_restarts_goes_on_under_another_instance()
    {
        var kernel = Demo.World.RunningKernels.First();
        var before = Demo.Agents.ExporterOf(kernel).Instance;

        var restarted = await Demo.Agents.RestartAsync(kernel.Agent!, Cancellation);
        await Demo.RefreshTargetsAsync(Cancellation);

        Assert.NotEqual(before, restarted.Instance);
        await Demo.Prometheus.WaitForSeriesAsync($$"""backendai_container_utilization{instance="{{restarted.Instance}}"}""", 1, Cancellation);
    }

    [Fact]
    public async Task A_finished_kernel_goes_stale()
    {
        var kernel = Demo.World.RunningKernels.First();
        Demo.Agents.ExporterOf(kernel).Remove(kernel.Id);

        await Demo.Prometheus.WaitForSeriesAsync($$"""absent(backendai_container_utilization{kernel_id="{{kernel.Id}}"})""", 1, Cancellation);
    }

    [Fact]
    public async Task Odd_values_arrive_as_they_are()
    {
        var kernel = Demo.World.RunningKernels.First();
        var exporter = Demo.Agents.ExporterOf(kernel);
        exporter.Override(kernel.Id, "mem", "current", double.NaN);
        exporter.Override(kernel.Id, "tpu_mem", "current", double.PositiveInfinity);

        var ofKernel = $$"""kernel_id="{{kernel.Id}}",value_type="current"}""";
        await Demo.Prometheus.WaitForSeriesAsync($$"""backendai_container_utilization{container_metric_name="tpu_mem",{{ofKernel}} == Inf""", 1, Cancellation);
        await Demo.Prometheus.WaitForSeriesAsync($$"""backendai_container_utilization{container_metric_name="mem",{{ofKernel}} != 0""", 1, Cancellation);
        Assert.True(double.IsNaN(Assert.Single(await Demo.Prometheus.QueryAsync($$"""backendai_container_utilization{container_metric_name="mem",{{ofKernel}}""", Cancellation)).Value));
    }

    [Fact]
    public async Task Frozen_values_stay_as_they_are()
    {
        foreach (var exporter in Demo.Agents.Exporters)
        {
            exporter.Freeze();
        }

        await Demo.Prometheus.WaitForSeriesAsync($"changes(backendai_container_utilization{Memory}[3s]) == 0", 2, Cancellation);
    }

    [Fact]
    public async Task Prometheus_that_is_stopped_and_started_keeps_its_address_and_data()
    {
        var address = Demo.Prometheus.Address;
        await Demo.Prometheus.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => Demo.Prometheus.QueryAsync("up", Cancellation));
        var stopped = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        await Demo.Prometheus.StartAsync(Cancellation);

        Assert.Equal(address, Demo.Prometheus.Address);
        Assert.NotEmpty(await Demo.Prometheus.QueryAsync($"count_over_time(backendai_container_utilization{Memory}[5m] @ {stopped})", Cancellation));
    }

    [Fact]
    public async Task Prometheus_that_is_frozen_does_not_answer_until_it_goes_on()
    {
        await Demo.Prometheus.FreezeAsync(Cancellation);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Demo.Prometheus.QueryAsync("up", patience.Token));

        Demo.Prometheus.Thaw();

        Assert.NotEmpty(await Demo.Prometheus.QueryAsync("up", Cancellation));
    }
}

public class PrometheusServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_can_be_filled_in_and_nothing_is_left_behind()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string folder;
        await using (var prometheus = await PrometheusServer.PrepareAsync(new PrometheusServerOptions(), TimeProvider.System, Cancellation))
        {
            folder = prometheus.Folder;
            var file = Path.Combine(folder, "samples.om");
            await File.WriteAllTextAsync(
                file, $"# TYPE x gauge\nx{{a=\"1\"}} 5 {now - 600}\nx{{a=\"1\"}} 7 {now - 30}\n# EOF\n", Cancellation);
            await prometheus.BackfillAsync(file, Cancellation);
            await prometheus.SetTargetsAsync([], Cancellation);

            await prometheus.StartAsync(Cancellation);

            Assert.Equal([7], (await prometheus.QueryAsync("x", Cancellation)).Select(series => series.Value));
            Assert.Equal([12], (await prometheus.QueryAsync("sum_over_time(x[15m])", Cancellation)).Select(series => series.Value));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task What_promtool_refuses_is_told()
    {
        await using var prometheus = await PrometheusServer.PrepareAsync(new PrometheusServerOptions(), TimeProvider.System, Cancellation);
        var file = Path.Combine(prometheus.Folder, "samples.om");
        await File.WriteAllTextAsync(file, "nonsense", Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => prometheus.BackfillAsync(file, Cancellation));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var first = await StartedAsync(0);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartedAsync(first.Address.Port));

        Assert.Contains("address already in use", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<PrometheusServer> StartedAsync(int port)
    {
        var prometheus = await PrometheusServer.PrepareAsync(new PrometheusServerOptions { Port = port }, TimeProvider.System, Cancellation);
        try
        {
            await prometheus.SetTargetsAsync([], Cancellation);
            await prometheus.StartAsync(Cancellation);
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }
}
