namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>Which manager's schema to serve.</summary>
public enum SchemaVariant
{
    /// <summary>The whole schema.</summary>
    Current,

    /// <summary>That of a manager before <c>KernelNode.row_id</c> and <c>ComputeContainer.kernel_id</c>.</summary>
    Old,
}
