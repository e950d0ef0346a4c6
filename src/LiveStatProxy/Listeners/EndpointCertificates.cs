using System.Security.Cryptography;
using LiveStatProxy.Configuration;

namespace LiveStatProxy.Listeners;

/// <summary>Kestrel's certificate settings: which endpoint has which files.</summary>
internal static class EndpointCertificates
{
    /// <summary>Loads the certificate files of each endpoint in <paramref name="kestrel"/>: its own, or the default ones.</summary>
    public static Dictionary<string, EndpointCertificate> Load(
        IConfigurationSection kestrel, string directory, ConfigurationMistakes mistakes)
    {
        var certificates = new Dictionary<string, EndpointCertificate>(StringComparer.OrdinalIgnoreCase);
        foreach (var endpoint in kestrel.GetSection("Endpoints").GetChildren().Where(IsSecure))
        {
            var own = endpoint.GetSection("Certificate");
            var settings = own.Exists() ? own : kestrel.GetSection("Certificates:Default");
            if (settings["Path"] is { } path && TryLoad(settings, path, directory, mistakes) is { } certificate)
            {
                certificates[endpoint.Key] = certificate;
            }
        }

        return certificates;
    }

    // Sni has certificates of its own, which stay Kestrel's business.
    private static bool IsSecure(IConfigurationSection endpoint) =>
        endpoint["Url"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true && !endpoint.GetSection("Sni").Exists();

    private static EndpointCertificate? TryLoad(
        IConfigurationSection settings, string path, string directory, ConfigurationMistakes mistakes)
    {
        var keyPath = settings["KeyPath"] is { } key ? Path.Combine(directory, key) : null;
        var certificate = new EndpointCertificate(Path.Combine(directory, path), keyPath, settings["Password"]);
        try
        {
            certificate.Load();
            return certificate;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            mistakes.Add(
                $"{settings.Path}:Path", path,
                $"a PFX file, or a PEM file with its key in {settings.Path}:KeyPath, relative to {directory} ({fault.Message})");
            return null;
        }
    }
}
