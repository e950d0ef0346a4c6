using LiveStatProxy.Demo.Hosting;

namespace LiveStatProxy.Demo.Monitoring;

/// <summary>Where the programs <c>prometheus</c> and <c>promtool</c> are.</summary>
public sealed record PrometheusInstallation(string Prometheus, string Promtool)
{
    private static readonly DebianPackage Package = new("prometheus", "else see https://prometheus.io/download", "prometheus", "promtool");

    /// <summary>Finds Prometheus on PATH; else installs Debian's package, when this runs as root or sudo asks for no password.</summary>
    /// <exception cref="ProgramMissingException">Neither was possible.</exception>
    public static async Task<PrometheusInstallation> FindOrInstallAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var programs = await Package.FindOrInstallAsync(time, cancellationToken);
        return new PrometheusInstallation(programs[0], programs[1]);
    }
}
