using System.Reflection;
using LiveStatProxy.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveStatProxy.Listeners;

/// <summary>Section <c>Kestrel:Limits</c>: Kestrel's own limits, by their own names.</summary>
internal static class ListenerLimits
{
    private const string Section = "Limits";

    // A client that pauses is no attacker: Kestrel's grace of 5 s would end an upload whose source hesitates, or a paused download.
    private static readonly MinDataRate SlowestClient = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromMinutes(2));

    /// <summary>Notes limits that Kestrel does not know or allow.</summary>
    public static void Check(IConfigurationSection kestrel, ConfigurationMistakes mistakes)
    {
        try
        {
            Apply(kestrel, new KestrelServerLimits());
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or TargetInvocationException)
        {
            mistakes.Add($"{kestrel.Path}:{Section}", "\u2026", $"Kestrel's limits by their names ({fault.GetBaseException().Message})");
        }
    }

    /// <summary>Sets the limits. What is passed through has no limit of size, unless one is configured.</summary>
    public static void Apply(IConfigurationSection kestrel, KestrelServerLimits limits)
    {
        var section = kestrel.GetSection(Section);
        limits.MaxRequestBodySize = null;
        section.Bind(limits, binder => binder.ErrorOnUnknownConfiguration = true);
        limits.MinRequestBodyDataRate = Rate(section.GetSection(nameof(limits.MinRequestBodyDataRate)));
        limits.MinResponseDataRate = Rate(section.GetSection(nameof(limits.MinResponseDataRate)));
    }

    // The binder can't change a rate, and would leave it as Kestrel has it.
    private static MinDataRate Rate(IConfigurationSection section) => new(
        section.GetValue(nameof(MinDataRate.BytesPerSecond), SlowestClient.BytesPerSecond),
        section.GetValue(nameof(MinDataRate.GracePeriod), SlowestClient.GracePeriod));
}
