using Microsoft.FeatureManagement;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>Which operations <see cref="OperationFilter"/> lets through. What is left out lets every one through.</summary>
public sealed record OperationFilterSettings
{
    /// <summary>Names of operations that may pass; an anonymous operation is in no such list.</summary>
    public string[] Names { get; set; } = [];

    /// <summary>Names of operations that may not.</summary>
    public string[] ExceptNames { get; set; } = [];

    /// <summary>Request paths that may pass.</summary>
    public string[] Paths { get; set; } = [];
}

/// <summary>A feature filter on the GraphQL operation's name and path.</summary>
[FilterAlias(Alias)]
public sealed class OperationFilter : IContextualFeatureFilter<FlagContext>, IFilterParametersBinder
{
    /// <summary>The filter's name in flags.json.</summary>
    public const string Alias = "LiveStatProxy.Operation";

    /// <inheritdoc/>
    public object BindParameters(IConfiguration parameters)
    {
        var settings = parameters.Get<OperationFilterSettings>() ?? new OperationFilterSettings();
        return Array.TrueForAll(settings.Paths, path => path.StartsWith('/'))
            ? settings
            : throw new ArgumentException("a path begins with '/'", nameof(parameters));
    }

    /// <inheritdoc/>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, FlagContext appContext)
    {
        var settings = (OperationFilterSettings)featureFilterContext.Settings;
        return Task.FromResult(
            Allows(settings.Names, appContext.OperationName)
            && Allows(settings.Paths, appContext.Path)
            && !settings.ExceptNames.Contains(appContext.OperationName));
    }

    private static bool Allows(string[] allowed, string? value) => allowed.Length == 0 || allowed.Contains(value);
}
