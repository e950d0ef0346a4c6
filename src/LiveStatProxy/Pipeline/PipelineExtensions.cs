using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Operations;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Splicing;
using Microsoft.Extensions.ObjectPool;

namespace LiveStatProxy.Pipeline;

/// <summary>Registration of the gate.</summary>
public static class PipelineExtensions
{
    /// <summary>Adds what the gate needs: the schema is read here, so that a broken one stops the start.</summary>
    public static void AddGraphQLGate(this WebApplicationBuilder builder, LiveStatOptions options, ConfigurationMistakes mistakes)
    {
        if (ReadSchema(builder.Environment.ContentRootPath, options, mistakes) is not { } schema)
        {
            return;
        }

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new PlanCache(new TranslationPlanner(schema, PlanningLimits.Default)));
        builder.Services.AddSingleton(schema);
        builder.Services.AddSingleton(new LiveStatMention(options.LegacyScalars));
        builder.Services.AddSingleton<OperationPlanning>();
        builder.Services.AddSingleton(ObjectPool.Create<ScannedResponse>());
    }

    /// <summary>Adds the gate's response half to every route.</summary>
    public static IReverseProxyBuilder AddAnswerCapture(this IReverseProxyBuilder proxy) =>
        proxy.AddTransforms(transforms => transforms.ResponseTransforms.Add(ActivatorUtilities.CreateInstance<AnswerCapture>(transforms.Services)));

    private static ManagerSchema? ReadSchema(string directory, LiveStatOptions options, ConfigurationMistakes mistakes)
    {
        const string Key = $"{LiveStatOptions.Section}:{nameof(LiveStatOptions.ManagerSchema)}";
        try
        {
            return ManagerSchema.Parse(File.ReadAllText(Path.Combine(directory, options.ManagerSchema)), options.LegacyScalars);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(Key, options.ManagerSchema, $"a readable file with a GraphQL schema, relative to {directory}");
        }
        catch (FormatException fault)
        {
            mistakes.Add(Key, options.ManagerSchema, $"a GraphQL schema with kernel types; this file is {fault.Message}");
        }

        return null;
    }
}
