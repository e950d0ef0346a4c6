using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Pipeline;
using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Guardrails;
using LiveStatProxy.Rollout.Holds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LiveStatProxy.Tests.Rollout;

public sealed class GuardrailTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
    private readonly RolloutHolds _holds;
    private GuardrailOptions _options = new();
    private Guardrail _guardrail;

    public GuardrailTests()
    {
        _guardrail = new Guardrail(_options, _time);
        var audit = new AuditLog(_time, NullLogger<AuditLog>.Instance);
        _holds = new RolloutHolds(
            HoldState.None, new HoldFile(null), audit, global::Prometheus.Metrics.NewCustomRegistry(), _time, NullLogger<RolloutHolds>.Instance);
    }

    [Fact]
    public void No_data_is_no_success() => Assert.Equal(Verdict.Inconclusive, _guardrail.Judge().Overall);

    [Theory]
    [InlineData(99, Verdict.Inconclusive)]
    [InlineData(100, Verdict.Success)]
    public void Samples_must_be_enough(int samples, Verdict verdict)
    {
        See(OutcomeReason.Translated, samples);

        Assert.Equal(verdict, _guardrail.Judge().Overall);
    }

    [Fact]
    public void Requests_that_had_nothing_to_do_with_Prometheus_do_not_count()
    {
        See(OutcomeReason.NoLiveStat, 1_000);
        See(OutcomeReason.FlagManager, 1_000);
        See(OutcomeReason.ManagerError, 1_000);

        Assert.Equal(0, Measure("fallback-rate").Samples);
    }

    [Theory]
    [InlineData(5, Verdict.Success)]
    [InlineData(6, Verdict.Fail)]
    public void Fallbacks_have_a_limit(int fallbacks, Verdict verdict)
    {
        See(OutcomeReason.Translated, 100 - fallbacks);
        See(OutcomeReason.ManagerRefused, fallbacks);

        Assert.Equal(verdict, Measure("fallback-rate").Verdict);
        Assert.Equal(verdict, _guardrail.Judge().Overall);
    }

    [Fact]
    public void A_Prometheus_that_is_not_even_asked_any_more_counts_as_its_failure()
    {
        See(OutcomeReason.Translated, 100);
        See(OutcomeReason.PrometheusUnavailable, 20);

        Assert.Equal(Verdict.Success, Measure("fallback-rate").Verdict);
        Assert.Equal(Verdict.Fail, Measure("prometheus-error-rate").Verdict);
    }

    [Theory]
    [InlineData(100, 400, Verdict.Success)]
    [InlineData(100, 600, Verdict.Fail)]
    [InlineData(2_000, 1_500, Verdict.Success)]
    [InlineData(2_000, 2_500, Verdict.Fail)]
    public void Added_latency_has_a_limit_against_the_managers_own_time(int managerMilliseconds, int addedMilliseconds, Verdict verdict)
    {
        See(OutcomeReason.Translated, 150, managerMilliseconds, addedMilliseconds);

        Assert.Equal(verdict, Measure("added-latency-p99").Verdict);
    }

    [Theory]
    [InlineData(1, Verdict.Success)]
    [InlineData(3, Verdict.Fail)]
    public void The_99th_percentile_overlooks_one_in_a_hundred(int slow, Verdict verdict)
    {
        See(OutcomeReason.Translated, 200 - slow, 100, 10);
        See(OutcomeReason.Translated, slow, 100, 5_000);

        Assert.Equal(verdict, Measure("added-latency-p99").Verdict);
    }

    [Fact]
    public void Shadow_mismatches_have_a_limit()
    {
        _guardrail.Count(equal: 90, mismatched: 9);
        Assert.Equal(Verdict.Inconclusive, Measure("mismatch-rate").Verdict);

        _guardrail.Count(equal: 1, mismatched: 0);
        Assert.Equal(Verdict.Fail, Measure("mismatch-rate").Verdict);
    }

    [Fact]
    public void What_is_older_than_the_window_is_forgotten()
    {
        See(OutcomeReason.ManagerRefused, 100);
        _time.Advance(TimeSpan.FromMinutes(4));
        See(OutcomeReason.Translated, 100);
        Assert.Equal(0.5, Measure("fallback-rate").Value);

        _time.Advance(TimeSpan.FromMinutes(1.1));
        Assert.Equal((0, 100), (Measure("fallback-rate").Value, Measure("fallback-rate").Samples));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Verdict.Inconclusive, _guardrail.Judge().Overall);
    }

    [Fact]
    public void A_broken_limit_holds_everyone_on_the_manager_until_an_operator_arms_the_rollout()
    {
        using var watch = Watch();
        See(OutcomeReason.PrometheusTimeout, 100);

        watch.Judge();
        Assert.Equal(OutcomeReason.Guardrail, _holds.Current.Refusal);
        Assert.Contains("fallback-rate 1 over the limit 0.05 in 100 samples", _holds.Current.Guardrail!.Why, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromHours(1));
        See(OutcomeReason.Translated, 1_000);
        watch.Judge();
        Assert.Equal(OutcomeReason.Guardrail, _holds.Current.Refusal);

        _holds.Arm("192.0.2.1");
        _guardrail.Forget();
        watch.Judge();
        Assert.Null(_holds.Current.Refusal);
    }

    [Fact]
    public async Task The_watch_looks_by_itself()
    {
        using var watch = Watch();
        await watch.StartAsync(TestContext.Current.CancellationToken);
        See(OutcomeReason.PrometheusTimeout, 100);

        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _holds.Current.Guardrail is not null;
        });
        await watch.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_guardrail_that_is_not_enabled_only_says_what_it_thinks()
    {
        _options = new GuardrailOptions { Enabled = false };
        using var watch = Watch();
        See(OutcomeReason.PrometheusTimeout, 100);

        Assert.Equal(Verdict.Fail, watch.Judge().Overall);
        Assert.Null(_holds.Current.Refusal);
    }

    [Fact]
    public async Task A_broken_guardrail_is_posted_to_the_webhook_again_when_that_fails()
    {
        var bodies = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var server = await LoopbackServer.StartAsync(0, async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
            context.Response.StatusCode = bodies.Count < 3 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent;
        }, cancellationToken: TestContext.Current.CancellationToken);
        _options = new GuardrailOptions { Webhook = new Uri(server.Address, "hook?token=1") };
        using var webhook = Webhook();
        await webhook.StartAsync(TestContext.Current.CancellationToken);
        using var watch = Watch(webhook);
        See(OutcomeReason.PrometheusTimeout, 100);

        watch.Judge();
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return bodies.Count >= 3;
        });

        await webhook.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, bodies.Count);
        Assert.All(bodies, body => Assert.Contains("\"event\":\"guardrail-broken\"", body, StringComparison.Ordinal));
        Assert.Single(bodies.Distinct());
    }

    [Fact]
    public async Task A_webhook_that_never_answers_is_given_up_and_blocks_nothing()
    {
        _options = new GuardrailOptions { Webhook = new Uri("http://127.0.0.1:1/") };
        using var webhook = Webhook();
        await webhook.StartAsync(TestContext.Current.CancellationToken);
        using var watch = Watch(webhook);

        for (var i = 0; i < 100; i++)
        {
            See(OutcomeReason.PrometheusTimeout, 100);
            watch.Judge();
            _holds.Arm("192.0.2.1");
        }

        await webhook.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Guardrail:Window", "00:00:01")]
    [InlineData("Guardrail:MinimumSamples", "0")]
    [InlineData("Guardrail:MaxFallbackRate", "5")]
    [InlineData("Guardrail:Webhook", "ftp://example.com/")]
    [InlineData("Guardrail:Max", "5")]
    [InlineData("Rollout:OverrideKeys:0", "")]
    [InlineData("Rollout:Groups:pilots:0", "")]
    [InlineData("Admin:Origins:0", "https://ops.example.com/x")]
    public void A_value_that_is_not_allowed_stops_the_start(string key, string value)
    {
        var mistake = Assert.Throws<ConfigurationMistakeException>(() =>
            ProxyApplication.Build(ConfigurationDirectory.FindDefault(), $"--{key}={value}"));

        Assert.Contains(mistake.Lines, line => line.StartsWith(key.Split(":0")[0], StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private GuardrailMeasure Measure(string name) => _guardrail.Judge().Measures.Single(measure => measure.Name == name);

    private void See(OutcomeReason reason, int times, int managerMilliseconds = 100, int addedMilliseconds = 10)
    {
        for (var i = 0; i < times; i++)
        {
            _guardrail.Count(new GateOutcome(reason)
            {
                ManagerTime = TimeSpan.FromMilliseconds(managerMilliseconds),
                AddedTime = TimeSpan.FromMilliseconds(addedMilliseconds),
            });
        }
    }

    private GuardrailWatch Watch(GuardrailWebhook? webhook = null)
    {
        _guardrail = new Guardrail(_options, _time);
        return new GuardrailWatch(
            _guardrail, _options, _holds, webhook ?? Webhook(), global::Prometheus.Metrics.NewCustomRegistry(), _time, NullLogger<GuardrailWatch>.Instance);
    }

    private GuardrailWebhook Webhook() => new(
        _options, _services.GetRequiredService<IHttpClientFactory>(), global::Prometheus.Metrics.NewCustomRegistry(), _time, NullLogger<GuardrailWebhook>.Instance);
}
