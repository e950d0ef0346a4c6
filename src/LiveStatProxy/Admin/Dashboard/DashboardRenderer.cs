using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace LiveStatProxy.Admin.Dashboard;

/// <summary>Renders the dashboard's components to HTML; nothing of them runs in the browser.</summary>
public sealed class DashboardRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>Renders a component that takes a <see cref="DashboardView"/>.</summary>
    public async Task<string> RenderAsync<TComponent>(DashboardView view)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["View"] = view });
            return (await renderer.RenderComponentAsync<TComponent>(parameters)).ToHtmlString();
        });
    }
}
