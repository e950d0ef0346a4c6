using System.Security.Cryptography;

namespace LiveStatProxy.Listeners;

/// <summary>Takes renewed certificates into use, for new connections. Those that exist go on: Kestrel's own reload would end them.</summary>
/// <remarks>The files are read again and not watched: certificates in volumes are often renewed by turning a symbolic link.</remarks>
internal sealed partial class CertificateRenewal(
    Dictionary<string, EndpointCertificate>.ValueCollection certificates, TimeProvider time, ILogger<CertificateRenewal> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        await using var stop = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            foreach (var certificate in certificates)
            {
                await RefreshAsync(certificate, CancellationToken.None);
            }
        }
    }

    private async Task RefreshAsync(EndpointCertificate certificate, CancellationToken cancellationToken)
    {
        try
        {
            if (await certificate.RefreshAsync(cancellationToken))
            {
                LogRenewed(logger, certificate.Path, certificate.Context.TargetCertificate.NotAfter);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            LogUnusable(logger, certificate.Path, fault.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate {Path} was renewed; new connections use it. It ends {NotAfter}.")]
    private static partial void LogRenewed(ILogger logger, string path, DateTime notAfter);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "The certificate {Path} has changed and can't be used ({Fault}). The last good one stays in use; mend the files, no restart is needed.")]
    private static partial void LogUnusable(ILogger logger, string path, string fault);
}
