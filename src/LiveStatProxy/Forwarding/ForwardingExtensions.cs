using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveStatProxy.Configuration;
using LiveStatProxy.Telemetry;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace LiveStatProxy.Forwarding;

/// <summary>Registration of the transparent hop to the manager.</summary>
public static class ForwardingExtensions
{
    /// <summary>
    /// Adds YARP as the section <c>ReverseProxy</c> says, and what makes it transparent. Transforms of others are added to the result,
    /// and <see cref="AddStreaming"/> behind them.
    /// </summary>
    public static IReverseProxyBuilder AddForwarding(this WebApplicationBuilder builder, ConfigurationMistakes mistakes)
    {
        var options = OptionsReader.Read<ManagerOptions>(builder.Configuration, ManagerOptions.Section, mistakes);
        var authorities = ReadAuthorities(builder.Environment.ContentRootPath, options, mistakes);
        builder.Services.AddSingleton<ForwardingMetrics>();
        builder.Services.AddSingleton<IForwarderHttpClientFactory>(services =>
            new ManagerHttpClientFactory(options, authorities, services.GetRequiredService<ILogger<ForwarderHttpClientFactory>>()));
        return builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConfigFilter<ManagerClusterDefaults>()
            .AddTransforms(transforms =>
            {
                transforms.CopyRequestHeaders = false;
                transforms.CopyResponseHeaders = false;
                transforms.UseDefaultForwarders = false;
                transforms.RequestTransforms.Insert(0, new RequestHead(options));
                transforms.ResponseTransforms.Insert(
                    0, new ResponseHead(transforms.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
                transforms.AddOriginalHost(true);
            });
    }

    /// <summary>Sends the manager's response heads at once and its trailers; behind every other response transform.</summary>
    public static IReverseProxyBuilder AddStreaming(this IReverseProxyBuilder proxy) =>
        proxy.AddTransforms(transforms =>
        {
            transforms.AddResponseTransform(ChunkedTrailers.BeginAsync);
            transforms.AddResponseTrailersTransform(ChunkedTrailers.EndAsync);
            transforms.ResponseTransforms.Add(new PromptHead());
        });

    /// <summary>Answers and counts what the manager does not answer: the first step of the proxy's pipeline.</summary>
    public static void UseFailureAnswer(this IApplicationBuilder proxy) => proxy.UseMiddleware<FailureAnswer>();

    /// <summary>Picks a manager, and another when it fails: the last steps before the request is sent.</summary>
    public static void UseManagers(this IReverseProxyApplicationBuilder proxy)
    {
        proxy.UseMiddleware<RetryElsewhere>();
        proxy.UseSessionAffinity();
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    }

    private static X509Certificate2Collection? ReadAuthorities(string directory, ManagerOptions options, ConfigurationMistakes mistakes)
    {
        if (options.CertificateAuthority is not { } path)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(Path.Combine(directory, path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            authorities.Clear();
        }

        if (authorities.Count == 0)
        {
            mistakes.Add(
                $"{ManagerOptions.Section}:{nameof(ManagerOptions.CertificateAuthority)}", path,
                $"a readable PEM file with one or more certificates, relative to {directory}");
        }

        return authorities;
    }
}
