using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LiveStatProxy.Listeners;

/// <summary>A listener's certificate with its chain, from files that may be renewed in place.</summary>
/// <param name="path">A PEM file with the certificate and its chain, or a PFX file.</param>
/// <param name="keyPath">The PEM file with the private key; null for PFX.</param>
/// <param name="password">Of the key, or of the PFX file.</param>
public sealed class EndpointCertificate(string path, string? keyPath, string? password)
{
    private byte[] _fingerprint = [];
    private volatile SslStreamCertificateContext? _context;

    /// <summary>The file, for messages.</summary>
    public string Path => path;

    /// <summary>What the next handshake uses.</summary>
    /// <exception cref="InvalidOperationException">It was never loaded.</exception>
    public SslStreamCertificateContext Context => _context ?? throw new InvalidOperationException($"{path} was not loaded.");

    /// <summary>Loads the files at the program's start.</summary>
    /// <exception cref="CryptographicException">They are no certificate with its key.</exception>
    /// <exception cref="IOException">They can't be read.</exception>
    public void Load() => TryUse(File.ReadAllBytes(path), keyPath is null ? [] : File.ReadAllBytes(keyPath));

    /// <summary>Loads the files again when they have changed. When they can't be used the last good certificate stays.</summary>
    /// <returns>Whether they had changed.</returns>
    /// <exception cref="CryptographicException">They are no certificate with its key; thrown once for the same content.</exception>
    /// <exception cref="ArgumentException">The key is another certificate's; thrown once for the same content.</exception>
    /// <exception cref="IOException">They can't be read.</exception>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken) => TryUse(
        await File.ReadAllBytesAsync(path, cancellationToken),
        keyPath is null ? [] : await File.ReadAllBytesAsync(keyPath, cancellationToken));

    private bool TryUse(byte[] certificate, byte[] key)
    {
        var fingerprint = SHA256.HashData([.. certificate, .. key]);
        if (fingerprint.AsSpan().SequenceEqual(_fingerprint))
        {
            return false;
        }

        _fingerprint = fingerprint;
        _context = keyPath is null ? ReadPfx(certificate) : ReadPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
        return true;
    }

    private SslStreamCertificateContext ReadPem(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        var target = password is null
            ? X509Certificate2.CreateFromPem(certificate, key)
            : X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
        return SslStreamCertificateContext.Create(target, chain, offline: true);
    }

    private SslStreamCertificateContext ReadPfx(byte[] file)
    {
        var chain = X509CertificateLoader.LoadPkcs12Collection(file, password);
        var target = chain.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new CryptographicException($"{path} has no private key.");
        return SslStreamCertificateContext.Create(target, chain, offline: true);
    }
}
