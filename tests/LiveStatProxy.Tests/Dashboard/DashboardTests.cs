using Deque.AxeCore.Playwright;
using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Demo;
using LiveStatProxy.Tests.Pipeline;
using LiveStatProxy.Tests.Shadow;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveStatProxy.Tests.Dashboard;

/// <summary>The dashboard in a real browser, in front of a real manager and a real Prometheus.</summary>
public sealed class DashboardTests(DemoWorldFixture fixture, Browser browser) : IClassFixture<DemoWorldFixture>, IClassFixture<Browser>
{
    private static readonly LocatorAssertionsToContainTextOptions Patience = new() { Timeout = 60_000 };

    [Fact]
    public async Task It_loads_from_here_alone_and_nothing_complains()
    {
        await using var proxy = await StartAsync();
        await using var dashboard = await browser.OpenAsync();

        await dashboard.Page.GotoAsync(proxy.Admin.ToString());
        await Expect(dashboard.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Live.", Patience);

        Assert.Equal("LiveStatProxy", await dashboard.Page.TitleAsync());
        Assert.Equal(["Rollout", "Traffic", "Prometheus", "Shadow: is it safe to promote?"], await dashboard.Page.Locator("main h2").AllTextContentsAsync());
        Assert.All(dashboard.Requests, address => Assert.True(address.StartsWith(proxy.Admin.ToString(), StringComparison.Ordinal) || address == "data:,", address));
        Assert.Empty(dashboard.Complaints);
    }

    [Fact]
    public async Task It_shows_what_goes_on_while_it_is_open()
    {
        await using var proxy = await StartAsync("--Shadow:KernelInterval=00:00:00", "--Shadow:Tolerances:0:Metrics:0=mem", "--Shadow:Tolerances:0:Absolute=0");
        await using var dashboard = await browser.OpenAsync();
        await dashboard.Page.GotoAsync(proxy.Admin.ToString());
        await Expect(dashboard.Page.Locator("#traffic")).ToContainTextAsync("No request to a GraphQL path", Patience);

        await ShadowAsync(proxy);

        await Expect(dashboard.Page.Locator("#traffic")).ToContainTextAsync("shadow", Patience);
        await Expect(dashboard.Page.Locator("#shadow")).ToContainTextAsync("mem", Patience);
        await Expect(dashboard.Page.Locator("#verdict")).ToContainTextAsync("Not ready", Patience);
        await Expect(dashboard.Page.Locator("#shadow")).ToContainTextAsync("The latest mismatches, side by side", Patience);
        Assert.Empty(dashboard.Complaints);
    }

    [Fact]
    public async Task The_kill_switch_asks_first_and_acts_on_the_next_request()
    {
        await using var proxy = await StartAsync();
        await using var dashboard = await browser.OpenAsync();
        var page = dashboard.Page;
        await page.GotoAsync(proxy.Admin.ToString());
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Live.", Patience);

        await page.GetByRole(AriaRole.Button, new() { Name = "Kill: all to the manager…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal("source=manager; reason=shadow", (await proxy.SendAsync(SampleOperations.Containers)).Result);

        // By keyboard alone, as some operators work.
        await page.GetByRole(AriaRole.Button, new() { Name = "Kill: all to the manager…" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Reason, for the audit log").FillAsync("Prometheus is being moved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Kill", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The rollout is now killed (Prometheus is being moved).", Patience);
        Assert.Equal("source=manager; reason=killed", (await proxy.SendAsync(SampleOperations.Containers)).Result);
        await Expect(page.Locator("#rollout")).ToContainTextAsync("Held", Patience);

        await page.GetByRole(AriaRole.Button, new() { Name = "Arm again…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Arm", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The rollout is now armed.", Patience);
        Assert.Equal("source=manager; reason=shadow", (await proxy.SendAsync(SampleOperations.Containers)).Result);
        Assert.Empty(dashboard.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task It_is_accessible(ColorScheme scheme)
    {
        await using var proxy = await StartAsync("--Shadow:KernelInterval=00:00:00", "--Shadow:Tolerances:0:Metrics:0=mem", "--Shadow:Tolerances:0:Absolute=0");
        await ShadowAsync(proxy);
        await using var dashboard = await browser.OpenAsync(scheme);
        var page = dashboard.Page;
        await page.GotoAsync(proxy.Admin.ToString());
        await Expect(page.Locator("#verdict")).ToContainTextAsync("Not ready", Patience);
        await page.Locator("#metric-mem > summary").ClickAsync();
        await page.Locator("#rules > summary").ClickAsync();
        await SaveScreenshotAsync(page, $"dashboard-{scheme}");

        var closed = await page.RunAxe();
        await page.GetByRole(AriaRole.Button, new() { Name = "Kill: all to the manager…" }).ClickAsync();
        var open = await page.RunAxe();

        Assert.All(closed.Violations.Concat(open.Violations), violation =>
            Assert.Fail($"{violation.Id}: {violation.Help}\n{string.Join('\n', violation.Nodes.Select(node => node.Html))}"));
    }

    [Fact]
    public async Task What_someone_reads_by_keyboard_is_not_replaced_and_what_was_opened_stays_open()
    {
        await using var proxy = await StartAsync("--Shadow:KernelInterval=00:00:00");
        await ShadowAsync(proxy);
        await using var dashboard = await browser.OpenAsync();
        var page = dashboard.Page;
        await page.GotoAsync(proxy.Admin.ToString());
        var comparisons = page.Locator("#shadow .legend li").First;
        await page.Locator("#metric-mem > summary").ClickAsync();
        await page.Locator("#metric-mem .scroll").FocusAsync();
        var before = await comparisons.TextContentAsync();
        var traffic = await page.Locator("#traffic caption").First.TextContentAsync();

        await ShadowAsync(proxy);
        await Expect(page.Locator("#traffic caption").First).Not.ToHaveTextAsync(traffic!, new() { Timeout = 60_000 });
        Assert.Equal(before, await comparisons.TextContentAsync());

        await page.Locator("#why").EvaluateAsync("() => document.activeElement.blur()");
        await Expect(comparisons).Not.ToHaveTextAsync(before!, new() { Timeout = 60_000 });
        Assert.NotNull(await page.Locator("#metric-mem").GetAttributeAsync("open"));
    }

    [Fact]
    public async Task A_page_of_someone_elses_cannot_press_the_buttons()
    {
        await using var proxy = await StartAsync();
        await using var dashboard = await browser.OpenAsync();
        await using var elsewhere = await LoopbackServer.StartAsync(
            0, context => context.Response.WriteAsync("<title>elsewhere</title>", context.RequestAborted), cancellationToken: TestContext.Current.CancellationToken);
        await dashboard.Page.GotoAsync(elsewhere.Address.ToString());
        var kill = new Uri(proxy.Admin, "api/rollout/kill").ToString();

        var answer = await dashboard.Page.RunAndWaitForResponseAsync(
            () => dashboard.Page.EvaluateAsync("url => fetch(url, { method: 'POST', mode: 'no-cors' })", kill), kill);

        Assert.Equal(403, answer.Status);
        Assert.Equal("source=manager; reason=shadow", (await proxy.SendAsync(SampleOperations.Containers)).Result);
    }

    [Fact]
    public async Task It_is_served_on_the_admin_listener_only()
    {
        await using var proxy = await StartAsync();
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(proxy.Address, "dashboard/dashboard.css"), TestContext.Current.CancellationToken);

        Assert.NotEqual("text/css", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_open_dashboard_keeps_nothing_from_stopping()
    {
        var proxy = await StartAsync();
        await using var dashboard = await browser.OpenAsync();
        await dashboard.Page.GotoAsync(proxy.Admin.ToString());
        await Expect(dashboard.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Live.", Patience);

        await proxy.DisposeAsync();

        await Expect(dashboard.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("The proxy does not answer; trying again.", Patience);
    }

    private Task<GateProxy> StartAsync(params string[] overrides) => GateProxy.StartAsync(
        LiveStatVariant.Shadow, fixture.Demo.Manager.Address, fixture.Demo.Prometheus.Address, fixture.Demo.SignerOf(fixture.Demo.World.Superadmin), overrides);

    /// <summary>Has kernels compared a few times.</summary>
    private static async Task ShadowAsync(GateProxy proxy)
    {
        for (var i = 0; i < 3; i++)
        {
            var compared = await AdminMetrics.ReadAsync(proxy, "livestat_shadow_kernels_total");
            await proxy.SendAsync(SampleOperations.Containers);
            await Eventually.TrueAsync(async () => await AdminMetrics.ReadAsync(proxy, "livestat_shadow_kernels_total") > compared, "nothing was compared");
        }
    }

    /// <summary>For people to look at, where a folder is named.</summary>
    private static async Task SaveScreenshotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}
