using System.Collections.Concurrent;
using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Demo.Manager.Recording;
using LiveStatProxy.Demo.Manager.Responses;
using LiveStatProxy.Demo.Manager.Schema;
using LiveStatProxy.Demo.Manager.Statistics;
using LiveStatProxy.Demo.Signing;
using LiveStatProxy.Demo.World;
using Microsoft.AspNetCore.Http.Features;

namespace LiveStatProxy.Demo.Manager;

/// <summary>
/// A Backend.AI manager in small: the GraphQL paths with request signing, a few REST paths, and statistics of its own, faithful on
/// the wire to the facts that the proxy depends on.
/// </summary>
public sealed class SampleManager : IAsyncDisposable
{
    private const int RequestsKept = 1000;

    private readonly SampleWorld _world;
    private readonly TimeProvider _time;
    private readonly SignatureVerifier _verifier;
    private readonly ValkeyStatistics _statistics;
    private readonly GraphQLEndpoint _graphQL;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private LoopbackServer? _server;

    private SampleManager(SampleWorld world, SchemaVariant variant, TimeProvider time)
    {
        _world = world;
        _time = time;
        _verifier = new SignatureVerifier(world.Users, time);
        _statistics = new ValkeyStatistics(time);
        _graphQL = new GraphQLEndpoint(SampleSchema.Build(variant), Behaviour);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _server!.Address;

    /// <summary>How it behaves; may be changed while it runs.</summary>
    public ManagerBehaviour Behaviour { get; } = new();

    /// <summary>The latest requests, up to 1,000, oldest first.</summary>
    public IReadOnlyCollection<RecordedRequest> Requests => _requests;

    /// <summary>Starts a manager of <paramref name="world"/>.</summary>
    /// <param name="world">What it manages.</param>
    /// <param name="port">Where it listens on loopback; 0 for a free port.</param>
    /// <param name="variant">Which schema it has.</param>
    /// <param name="time">The clock of statistics and signatures.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<SampleManager> StartAsync(
        SampleWorld world, int port, SchemaVariant variant, TimeProvider time, CancellationToken cancellationToken)
    {
        var manager = new SampleManager(world, variant, time);
        manager._server = await LoopbackServer.StartAsync(port, manager.HandleAsync, RequestHeadRecorder.Use, cancellationToken);
        return manager;
    }

    /// <summary>Forgets the requests so far.</summary>
    public void ForgetRequests() => _requests.Clear();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext context)
    {
        var recorded = await RecordAsync(context);
        if (Behaviour.Intercept is { } intercept && await intercept(recorded, context))
        {
            return;
        }

        var response = await AnswerAsync(recorded, context);
        await response.WriteAsync(context, Behaviour);
    }

    private async Task<RecordedRequest> RecordAsync(HttpContext context)
    {
        var headers = RequestHeadRecorder.Headers(context);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        RequestHeadRecorder.Forget(context);

        var rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var recorded = new RecordedRequest(context.Request.Method, rawTarget, headers, body.ToArray());
        _requests.Enqueue(recorded);
        if (_requests.Count > RequestsKept)
        {
            _requests.TryDequeue(out var _);
        }

        return recorded;
    }

    private async Task<ManagerResponse> AnswerAsync(RecordedRequest recorded, HttpContext context)
    {
        try
        {
            return (recorded.Method, context.Request.Path.Value) switch
            {
                ("GET", "/") => ManagerResponse.Json(VersionInfo),
                ("GET", "/config/resource-slots") => ManagerResponse.Json(SlotTypes),
                ("GET" or "POST", "/auth/test") => Echo(recorded, context),
                ("POST", "/admin/gql") => await DelayedAsync(_graphQL.AnswerAsync, recorded, context.RequestAborted),
                ("POST", "/admin/graphql") => await DelayedAsync(_graphQL.AnswerLegacyAsync, recorded, context.RequestAborted),
                (_, "/admin/gql" or "/admin/graphql") => throw ManagerProblem.MethodNotAllowed(),
                (_, var path) => throw ManagerProblem.UrlNotFound(path ?? ""),
            };
        }
        catch (ManagerProblem problem)
        {
            return problem.ToResponse();
        }
    }

    private async Task<ManagerResponse> DelayedAsync(
        Func<RecordedRequest, ManagerRequest, CancellationToken, Task<ManagerResponse>> answer, RecordedRequest recorded, CancellationToken cancellationToken)
    {
        var request = new ManagerRequest(_world, _verifier.Verify(recorded), _statistics);
        if (Behaviour.Delay > TimeSpan.Zero)
        {
            await Task.Delay(Behaviour.Delay, _time, cancellationToken);
        }

        return await answer(recorded, request, cancellationToken);
    }

    private ManagerResponse Echo(RecordedRequest recorded, HttpContext context)
    {
        var caller = _verifier.Verify(recorded);
        return ManagerResponse.Json(new Dictionary<string, object?>
        {
            ["authorized"] = "yes",
            ["access_key"] = caller.AccessKey,
            ["echo"] = context.Request.Query["echo"].ToString(),
        });
    }

    private static readonly Dictionary<string, object?> VersionInfo = new() { ["version"] = "v8.20240915", ["manager"] = "24.09.0" };

    private static readonly Dictionary<string, object?> SlotTypes = new() { ["cpu"] = "count", ["mem"] = "bytes", ["cuda.device"] = "count" };
}
