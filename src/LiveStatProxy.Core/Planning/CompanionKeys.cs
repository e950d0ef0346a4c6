namespace LiveStatProxy.Core.Planning;

/// <summary>The response keys of companions: one per type of id, since two types under one key would clash, and none that the document uses.</summary>
internal sealed class CompanionKeys(IReadOnlySet<string> usedNames)
{
    /// <summary>The response key of the companions of <paramref name="kernel"/>.</summary>
    public string Of(KernelType kernel)
    {
        var key = $"livestat_companion_{kernel.IdType.ToLowerInvariant()}";
        while (usedNames.Contains(key))
        {
            key += "_";
        }

        return key;
    }
}
