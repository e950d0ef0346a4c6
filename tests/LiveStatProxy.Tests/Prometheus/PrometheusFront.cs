using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>
/// Stands before Prometheus and sees what it is asked. A test may hold answers back, or give others: then there need be no Prometheus.
/// </summary>
internal sealed class PrometheusFront : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ConcurrentQueue<SeenQuery> _seen = new();
    private int _atOnce;
    private int _mostAtOnce;

    private PrometheusFront(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.Single());

    public SeenQuery[] Seen => [.. _seen];

    /// <summary>Queries about kernels; not the one for the evaluation interval, and not probes.</summary>
    public SeenQuery[] SeenOfKernels => [.. _seen.Where(query => query.Expression.Contains("backendai_", StringComparison.Ordinal))];

    /// <summary>How many queries ran at the same time, at most.</summary>
    public int MostAtOnce => _mostAtOnce;

    /// <summary>Forgets how many queries ran at the same time.</summary>
    public void ResetMostAtOnce() => _mostAtOnce = 0;

    /// <summary>What happens before a query is passed on; by default nothing.</summary>
    public Func<SeenQuery, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Answers in place of Prometheus; by default the query is passed on.</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    public static Task<PrometheusFront> StartAsync(Uri prometheus) => StartAsync(prometheus, null, null);

    /// <summary>Starts on https, when there is a certificate; a client certificate is demanded when one is to be trusted.</summary>
    public static async Task<PrometheusFront> StartAsync(Uri prometheus, X509Certificate2? certificate, X509Certificate2? trustedClient)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            if (certificate is not null)
            {
                endpoint.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = trustedClient is null ? ClientCertificateMode.NoCertificate : ClientCertificateMode.RequireCertificate;
                    https.ClientCertificateValidation = (shown, _, _) => shown.Equals(trustedClient);
                });
            }
        }));
        var front = new PrometheusFront(builder.Build());
        front._application.Run(context => front.ServeAsync(context, prometheus));
        await front._application.StartAsync(TestContext.Current.CancellationToken);
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _http.Dispose();
    }

    private async Task ServeAsync(HttpContext context, Uri prometheus)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var query = new SeenQuery(
            context.Request.Path, form.ToDictionary(field => field.Key, field => field.Value.ToString()),
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        _seen.Enqueue(query);
        var atOnce = Interlocked.Increment(ref _atOnce);
        InterlockedMax(ref _mostAtOnce, atOnce);
        try
        {
            await Before(query, context.RequestAborted);
            await (Answer is null ? PassOnAsync(context, new Uri(prometheus, context.Request.Path), form) : Answer(context));
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private async Task PassOnAsync(HttpContext context, Uri target, IFormCollection form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Key, field.Value.ToString())));
        using var answer = await _http.PostAsync(target, content, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}

/// <summary>A query as Prometheus got it.</summary>
internal sealed record SeenQuery(string Path, Dictionary<string, string> Form, Dictionary<string, string> Headers)
{
    public string Expression => Form["query"];

    /// <summary>How many kernels it is about.</summary>
    public int Kernels => Expression.Split("kernel_id=~\"") is [_, var rest, ..] ? rest[..rest.IndexOf('"', StringComparison.Ordinal)].Split('|').Length : 0;
}
