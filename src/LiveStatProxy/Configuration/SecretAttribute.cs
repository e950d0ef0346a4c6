namespace LiveStatProxy.Configuration;

/// <summary>On an option whose value is never shown: in a mistake's line it stands as <c>…</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
