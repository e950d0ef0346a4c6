using LiveStatProxy.Configuration;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Rollout.Flags;
using LiveStatProxy.Rollout.Guardrails;
using LiveStatProxy.Rollout.Holds;

namespace LiveStatProxy.Rollout;

/// <summary>Registration of the rollout.</summary>
public static class RolloutExtensions
{
    /// <summary>Adds what decides which variant a request gets: flags.json and the state file are read here, so that mistakes in them stop the start.</summary>
    public static void AddRollout(this WebApplicationBuilder builder, ConfigurationMistakes mistakes)
    {
        var options = OptionsReader.Read<RolloutOptions>(builder.Configuration, RolloutOptions.Section, mistakes);
        var guardrail = OptionsReader.Read<GuardrailOptions>(builder.Configuration, GuardrailOptions.Section, mistakes);
        var directory = builder.Environment.ContentRootPath;
        var groups = new CallerGroups(options.Groups);
        var filters = new FlagFilters(TimeProvider.System);
        var flagFile = new FlagFile(Path.Combine(directory, "flags.json"));
        var holdFile = new HoldFile(options.StateFile is { Length: > 0 } name ? Path.Combine(directory, name) : null);
        var heldAtStart = holdFile.Read(mistakes);
        if (flagFile.AtStart is null)
        {
            mistakes.Add("flags.json", null, $"a readable file in {directory}");
            return;
        }

        if (new FlagReader(filters, groups).Read(flagFile.AtStart, mistakes) is not { } definition)
        {
            return;
        }

        var services = builder.Services;
        services.AddHttpClient(nameof(GuardrailWebhook)).RemoveAllLoggers();
        services.AddSingleton(options);
        services.AddSingleton(guardrail);
        services.AddSingleton<AuditLog>();

        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RolloutHolds>(provider, heldAtStart, holdFile));
        services.AddSingleton<ModeOverride>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<LiveStatFlag>(provider, definition, filters, groups));
        services.AddSingleton(flagFile);
        services.AddHostedService<FlagWatch>();
        services.AddSingleton<VariantShares>();
        services.AddSingleton<RolloutDecider>();

        services.AddSingleton<Guardrail>();
        services.AddSingleton<IComparisonSink>(provider => provider.GetRequiredService<Guardrail>());
        services.AddSingleton<GuardrailWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<GuardrailWatch>());
        services.AddSingleton<GuardrailWebhook>();
        services.AddHostedService(provider => provider.GetRequiredService<GuardrailWebhook>());
    }
}
