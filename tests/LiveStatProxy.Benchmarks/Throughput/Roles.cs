using System.Text;
using System.Text.RegularExpressions;
using LiveStatProxy.Benchmarks.Translation;
using LiveStatProxy.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>The processes of a comparison.</summary>
internal static partial class Roles
{
    private static readonly int[] KernelCounts = [0, 10, 100, 1_000];

    public static async Task<int> RunAsync(string[] role)
    {
        await using var application = role switch
        {
            ["backend"] => Backend(),
            ["plain-yarp", var backend] => PlainYarp(backend),
            ["proxy", var backend, var variant] => Proxy(backend, variant),
            _ => throw new ArgumentException($"No role {string.Join(' ', role)}."),
        };
        await application.StartAsync();

        // Kestrel starts endpoints in the order of their names: the admin listener first.
        Console.WriteLine(application.Urls.Last());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>A manager that has its answers ready, and a Prometheus whose samples are always the same: only the proxies' own work differs.</summary>
    private static WebApplication Backend()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        var answers = KernelCounts.ToDictionary(kernels => kernels, kernels => new
        {
            Full = Full(kernels, companion: false),
            WithCompanions = Full(kernels, companion: true),
            Ids = SampleAnswer.Of(kernels),
        });
        application.MapGet("/small", () => Results.Text("{\"ok\": true}", "application/json"));
        application.MapPost("/admin/gql", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            var answer = answers[int.Parse(First().Match(body).Groups[1].ValueSpan)];
            await SendAsync(context,
                body.Contains("live_stat: row_id", StringComparison.Ordinal) ? answer.Ids
                : body.Contains("livestat_companion", StringComparison.Ordinal) ? answer.WithCompanions
                : answer.Full);
        });
        application.MapPost("/api/v1/query", async context =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            await SendAsync(context, SamplePrometheus.Answer(form["query"].ToString()));
        });
        return application;
    }

    private static WebApplication PlainYarp(string backend)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Routes:all:ClusterId"] = "backend",
            ["Routes:all:Match:Path"] = "{**any}",
            ["Clusters:backend:Destinations:backend:Address"] = backend,
        });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration);
        var application = builder.Build();
        application.MapReverseProxy();
        return application;
    }

    private static WebApplication Proxy(string backend, string variant)
    {
        var configuration = Directory.CreateTempSubdirectory("livestat-benchmark-").FullName;
        foreach (var file in Directory.GetFiles(ConfigurationDirectory.FindDefault()))
        {
            File.Copy(file, Path.Combine(configuration, Path.GetFileName(file)));
        }

        var flags = Path.Combine(configuration, "flags.json");
        File.WriteAllText(flags, File.ReadAllText(flags).Replace(
            "\"default_when_enabled\": \"Manager\"", $"\"default_when_enabled\": \"{variant}\"", StringComparison.Ordinal));
        return ProxyApplication.Build(
            configuration,
            "--Logging:LogLevel:Default=Error",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error",
            "--Kestrel:Endpoints:Proxy:Url=http://127.0.0.1:0",
            "--Kestrel:Endpoints:Admin:Url=http://127.0.0.1:0",
            "--Prometheus:Freshness=00:05:00",
            $"--Prometheus:Address={backend}",
            $"--ReverseProxy:Clusters:manager:Destinations:manager:Address={backend}");
    }

    /// <summary>The answer with the manager's own statistics: as many bytes as Prometheus' have.</summary>
    private static byte[] Full(int kernels, bool companion)
    {
        var answer = Encoding.UTF8.GetString(SampleAnswer.Of(kernels));
        for (var i = 0; i < kernels; i++)
        {
            answer = answer.Replace(
                $"\"live_stat\": \"{SampleAnswer.KernelId(i)}\"",
                $"{(companion ? $"\"livestat_companion_uuid\": \"{SampleAnswer.KernelId(i)}\", " : "")}\"live_stat\": \"{SamplePrometheus.Rendering}\"",
                StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(answer);
    }

    private static async Task SendAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    [GeneratedRegex("\"first\":([0-9]+)")]
    private static partial Regex First();
}
