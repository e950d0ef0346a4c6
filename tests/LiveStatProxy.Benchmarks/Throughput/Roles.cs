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
            ["proxy", var backend, var prometheus, var variant] => Proxy(backend, prometheus, variant),
            _ => throw new ArgumentException($"No role {string.Join(' ', role)}."),
        };
        await application.StartAsync();

        // Kestrel starts endpoints in the order of their names: the admin listener first.
        Console.WriteLine(string.Join(' ', application.Urls));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>A manager that has its answers ready: only the proxies' own work differs.</summary>
    private static WebApplication Backend()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        var full = new Dictionary<int, byte[]>();
        var withCompanions = new Dictionary<int, byte[]>();
        var ids = KernelCounts.ToDictionary(kernels => kernels, SampleAnswer.Of);
        full[0] = ids[0];
        application.MapGet("/small", () => Results.Text("{\"ok\": true}", "application/json"));
        application.MapPut("/answers/{kernels:int}", async (int kernels, HttpContext context) =>
        {
            var answer = await ReadAsync(context);
            full[kernels] = Encoding.UTF8.GetBytes(answer);
            withCompanions[kernels] = Encoding.UTF8.GetBytes(WithCompanions(answer));
        });
        application.MapPost("/admin/gql", async context =>
        {
            var body = await ReadAsync(context);
            var answers = body.Contains("live_stat: row_id", StringComparison.Ordinal) ? ids
                : body.Contains("livestat_companion", StringComparison.Ordinal) ? withCompanions
                : full;
            await SendAsync(context, answers[int.Parse(First().Match(body).Groups[1].ValueSpan)]);
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

    private static WebApplication Proxy(string backend, string prometheus, string variant)
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
            $"--Prometheus:Address={prometheus}",
            $"--ReverseProxy:Clusters:manager:Destinations:manager:Address={backend}");
    }

    /// <summary>What the manager answers when it is asked for the kernels' ids, too.</summary>
    private static string WithCompanions(string answer)
    {
        var kernel = 0;
        return LiveStat().Replace(answer, key => $"\"livestat_companion_uuid\": \"{SampleAnswer.KernelId(kernel++)}\", {key.Value}");
    }

    private static async Task<string> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    private static async Task SendAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    [GeneratedRegex("\"first\":([0-9]+)")]
    private static partial Regex First();

    [GeneratedRegex("\"live_stat\": ")]
    private static partial Regex LiveStat();
}
