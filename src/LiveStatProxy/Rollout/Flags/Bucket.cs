using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.FeatureManagement;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>
/// Where a caller stands among the 100 percent. The library computes the same when it allocates; this is for messages, and pins it.
/// </summary>
public static class Bucket
{
    /// <summary>The percentile, from 0 to 100: the first four bytes of SHA-256 over the access key, a line feed and the seed.</summary>
    public static double Of(string accessKey, Allocation allocation)
    {
        ArgumentNullException.ThrowIfNull(allocation);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{accessKey}\n{allocation.Seed ?? $"allocation\n{LiveStatFlag.Name}"}"));
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue * 100;
    }
}
