using LiveStatProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace LiveStatProxy.Forwarding;

/// <summary>Registration of the transparent hop to the manager.</summary>
public static class ForwardingExtensions
{
    /// <summary>Adds YARP as the section <c>ReverseProxy</c> says, and what makes it transparent. Transforms of others are added to the result.</summary>
    public static IReverseProxyBuilder AddForwarding(this WebApplicationBuilder builder, ConfigurationMistakes mistakes)
    {
        var options = OptionsReader.Read<ManagerOptions>(builder.Configuration, ManagerOptions.Section, mistakes);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IForwarderHttpClientFactory, ManagerHttpClientFactory>();
        return builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConfigFilter<ManagerClusterDefaults>()
            .AddTransforms(transforms =>
            {
                transforms.CopyRequestHeaders = false;
                transforms.CopyResponseHeaders = false;
                transforms.UseDefaultForwarders = false;
                transforms.RequestTransforms.Insert(0, new RequestHead(options));
                transforms.ResponseTransforms.Insert(0, new ResponseHead());
                transforms.AddOriginalHost(true);
            });
    }
}
