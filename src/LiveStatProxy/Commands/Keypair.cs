using LiveStatProxy.Signing;

namespace LiveStatProxy.Commands;

/// <summary>The keypair of whoever runs a command, from the environment, as Backend.AI's own clients have it.</summary>
internal static class Keypair
{
    /// <summary>The variable with the access key.</summary>
    public const string AccessKeyVariable = "BACKEND_ACCESS_KEY";

    /// <summary>The variable with the secret key.</summary>
    public const string SecretKeyVariable = "BACKEND_SECRET_KEY";

    /// <summary>Signs with the keypair in the environment; null where there is none.</summary>
    public static RequestSigner? Signer(TimeProvider time) =>
        Environment.GetEnvironmentVariable(AccessKeyVariable) is { Length: > 0 } accessKey
        && Environment.GetEnvironmentVariable(SecretKeyVariable) is { Length: > 0 } secretKey
            ? new RequestSigner(accessKey, secretKey, time)
            : null;
}
