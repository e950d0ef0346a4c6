namespace LiveStatProxy.Demo.World;

/// <summary>What a user may see: his own sessions, or everybody's.</summary>
public enum UserRole
{
    /// <summary>Sees his own sessions.</summary>
    User,

    /// <summary>Sees the domain's sessions.</summary>
    Admin,

    /// <summary>Sees everything.</summary>
    Superadmin,
}

/// <summary>A user with his keypair.</summary>
/// <param name="Id">The user's UUID.</param>
/// <param name="Email">Unique.</param>
/// <param name="FullName">May hold any character.</param>
/// <param name="Role">What the user may see.</param>
/// <param name="AccessKey">The public half of the keypair.</param>
/// <param name="SecretKey">The half that signs requests.</param>
/// <param name="CreatedAt">When the account was made.</param>
public sealed record User(Guid Id, string Email, string FullName, UserRole Role, string AccessKey, string SecretKey, DateTimeOffset CreatedAt)
{
    /// <summary>Whether the user sees other users' sessions.</summary>
    public bool SeesEverything => Role != UserRole.User;
}
