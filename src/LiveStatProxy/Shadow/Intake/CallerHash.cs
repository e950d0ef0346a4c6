using System.Security.Cryptography;
using System.Text;

namespace LiveStatProxy.Shadow.Intake;

/// <summary>A caller as logs and reports show it: the same caller always the same, and nobody's access key.</summary>
/// <param name="Text">Sixteen hexadecimal digits.</param>
/// <param name="Share">Where the caller falls between 0 and 1.</param>
public readonly record struct CallerHash(string Text, double Share)
{
    /// <summary>The hash of an access key.</summary>
    public static CallerHash Of(string accessKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(accessKey), hash);
        return new CallerHash(Convert.ToHexStringLower(hash[..8]), BitConverter.ToUInt32(hash[8..]) / (uint.MaxValue + 1d));
    }
}
