using System.Text.Json;
using System.Text.Json.Serialization;
using LiveStatProxy.Listeners;
using LiveStatProxy.Rollout.Guardrails;
using LiveStatProxy.Rollout.Holds;
using Microsoft.AspNetCore.Mvc;

namespace LiveStatProxy.Admin;

/// <summary>The operators' JSON API of the rollout: it is looked at with GET and changed with POST.</summary>
public static class RolloutApi
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    /// <summary>Maps the endpoints on the admin listener.</summary>
    public static void MapRolloutApi(this IEndpointRouteBuilder app)
    {
        var rollout = app.MapGroup("/api/rollout").On(Listener.Admin);
        rollout.MapGet("", (RolloutReport report) => Results.Json(report.Read(), Format));
        rollout.MapPost("/kill", Kill).AddEndpointFilter<SameOriginFilter>();
        rollout.MapPost("/arm", Arm).AddEndpointFilter<SameOriginFilter>();
    }

    private static IResult Kill(HttpContext context, RolloutHolds holds, [FromQuery] string? why) =>
        Changed(holds, holds.Kill(Who(context), OneLine(why) ?? "no reason given"));

    private static IResult Arm(HttpContext context, RolloutHolds holds, Guardrail guardrail)
    {
        guardrail.Forget();
        return Changed(holds, holds.Arm(Who(context)));
    }

    private static IResult Changed(RolloutHolds holds, bool isKept) =>
        Results.Json(new { State = holds.Current.ToString(), holds.Current.Kill, holds.Current.Guardrail, Kept = isKept }, Format);

    private static string Who(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static string? OneLine(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : new string([.. text.Trim().Take(200).Select(character => char.IsControl(character) ? ' ' : character)]);
}
