using System.Collections.Concurrent;
using System.Diagnostics;
using LiveStatProxy.Demo.Hosting;

namespace LiveStatProxy.Demo.Monitoring;

/// <summary>A real Prometheus, as a process of its own with data in a temporary folder.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private const int StartsAtMost = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly PrometheusInstallation _installation;
    private readonly PrometheusServerOptions _options;
    private readonly TimeProvider _time;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livestatproxy-prometheus-");
    private readonly PrometheusApi _api = new();
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;
    private OrphanGuard? _guard;
    private int _port;

    private PrometheusServer(PrometheusInstallation installation, PrometheusServerOptions options, TimeProvider time)
    {
        _installation = installation;
        _options = options;
        _time = time;
        _port = options.Port;
    }

    /// <summary>Where it answers: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Where its configuration and data are.</summary>
    public string Folder => _folder.FullName;

    private string DataFolder => Path.Combine(_folder.FullName, "data");

    /// <summary>Prepares a Prometheus, which <see cref="StartAsync"/> starts; before that, history may be filled in.</summary>
    /// <exception cref="ProgramMissingException">There is none, and it could not be installed.</exception>
    public static async Task<PrometheusServer> PrepareAsync(PrometheusServerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var installation = await PrometheusInstallation.FindOrInstallAsync(time, cancellationToken);
        return new PrometheusServer(installation, options, time);
    }

    /// <summary>Fills history in: an OpenMetrics text with a timestamp on each sample, ending in <c># EOF</c>. Only while it is stopped.</summary>
    /// <exception cref="InvalidOperationException">promtool refused the text.</exception>
    public async Task BackfillAsync(string openMetricsFile, CancellationToken cancellationToken)
    {
        var result = await CommandLine.RunAsync(
            _installation.Promtool, ["tsdb", "create-blocks-from", "openmetrics", openMetricsFile, DataFolder], cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"promtool could not fill history in: {result.LastLine}");
        }
    }

    /// <summary>Says what to scrape, as <c>host:port</c>. A running Prometheus takes it up by itself.</summary>
    public Task SetTargetsAsync(IEnumerable<string> instances, CancellationToken cancellationToken) =>
        PrometheusConfiguration.WriteTargetsAsync(_folder.FullName, instances, cancellationToken);

    /// <summary>Starts it, again if it was stopped (on the same port, with the same data), and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended or did not become ready; the message has its last words.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var configuration = await PrometheusConfiguration.WriteAsync(_folder.FullName, _options, cancellationToken);
        for (var start = 1; ; start++)
        {
            _port = _port == 0 ? FreePort.Find() : _port;
            StartProcess(configuration);
            var isReady = await Waiting.UntilAsync(
                async () => _process!.HasExited || await _api.IsReadyAsync(Address, DataFolder, cancellationToken), StartLimit, _time, cancellationToken);
            if (isReady && !_process!.HasExited)
            {
                return;
            }

            var isPortTaken = _log.Any(line => line.Contains("address already in use", StringComparison.Ordinal));
            await StopAsync();
            if (_options.Port != 0 || !isPortTaken || start == StartsAtMost)
            {
                throw new InvalidOperationException($"Prometheus did not start on port {_port}: {string.Join(" / ", _log.TakeLast(3))}");
            }

            _port = 0;
        }
    }

    /// <summary>Stops it in order; the data stays for another <see cref="StartAsync"/>.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
        {
            return;
        }

        using var process = _process;
        _process = null;
        _guard?.Dispose();
        if (!process.HasExited)
        {
            process.Thaw();
            process.Terminate();
        }

        using var patience = new CancellationTokenSource(StopLimit, _time);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Stops it where it stands: connections stay open and nothing is answered.</summary>
    public Task FreezeAsync(CancellationToken cancellationToken) => _process!.FreezeAsync(_time, cancellationToken);

    /// <summary>Lets it go on.</summary>
    public void Thaw() => _process!.Thaw();

    /// <summary>Asks an instant query.</summary>
    /// <returns>Each series' labels and value.</returns>
    /// <exception cref="HttpRequestException">Prometheus did not answer, or refused the query.</exception>
    public Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string query, CancellationToken cancellationToken) =>
        _api.QueryAsync(Address, query, cancellationToken);

    /// <summary>Waits until a query gives at least <paramref name="count"/> series.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public async Task WaitForSeriesAsync(string query, int count, CancellationToken cancellationToken)
    {
        var isThere = await Waiting.UntilAsync(
            async () => (await QueryAsync(query, cancellationToken)).Count >= count, StartLimit, _time, cancellationToken);
        if (!isThere)
        {
            throw new TimeoutException($"Prometheus has no {count} series for {query} after {StartLimit.TotalSeconds} s.");
        }
    }

    /// <summary>Waits until exactly these targets are being scraped and up.</summary>
    /// <exception cref="TimeoutException">They were not within a minute.</exception>
    public async Task WaitForTargetsAsync(IReadOnlyCollection<string> instances, CancellationToken cancellationToken)
    {
        var areUp = await Waiting.UntilAsync(
            async () => (await _api.UpTargetsAsync(Address, cancellationToken)).SetEquals(instances), StartLimit, _time, cancellationToken);
        if (!areUp)
        {
            throw new TimeoutException($"Prometheus does not scrape {string.Join(", ", instances)} after {StartLimit.TotalSeconds} s.");
        }
    }

    /// <summary>Stops it and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _api.Dispose();
        _folder.Delete(recursive: true);
    }

    private void StartProcess(string configuration)
    {
        _log.Clear();
        string[] arguments =
        [
            $"--config.file={configuration}",
            $"--storage.tsdb.path={DataFolder}",
            $"--web.listen-address=127.0.0.1:{_port}",
            "--log.level=warn",
            .. _options.ReceivesWrites ? ["--web.enable-remote-write-receiver"] : Array.Empty<string>(),
        ];
        _process = Process.Start(new ProcessStartInfo(_installation.Prometheus, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _guard = OrphanGuard.Over(_process, _folder.FullName);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    private void Log(string? line)
    {
        const int LinesAtMost = 100;
        if (line is not null && _log.Count < LinesAtMost)
        {
            _log.Enqueue(line);
        }
    }
}
