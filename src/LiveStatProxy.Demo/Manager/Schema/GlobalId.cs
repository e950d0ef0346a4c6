using System.Text;
using GraphQL;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>Relay's global ids as the manager writes them: base64 of <c>TypeName:key</c>.</summary>
public static class GlobalId
{
    /// <summary>The global id of the object with <paramref name="key"/> in <paramref name="typeName"/>.</summary>
    public static string Of(string typeName, object key) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{typeName}:{key}"));

    /// <summary>Splits a global id; a plain UUID is one without a type.</summary>
    /// <exception cref="ExecutionError">It is neither.</exception>
    internal static (string? TypeName, string Key) Read(string id)
    {
        if (Guid.TryParse(id, out _))
        {
            return (null, id);
        }

        var bytes = new byte[id.Length];
        var parts = Convert.TryFromBase64String(id, bytes, out var written)
            ? Encoding.UTF8.GetString(bytes, 0, written).Split(':', 2)
            : [];
        return parts.Length == 2 ? (parts[0], parts[1]) : throw new ExecutionError("Invalid Global ID");
    }

    /// <summary>The UUID in a global id.</summary>
    /// <exception cref="ExecutionError">There is none.</exception>
    internal static Guid ReadUuid(string id) =>
        Guid.TryParse(Read(id).Key, out var uuid) ? uuid : throw new ExecutionError("Invalid Global ID");
}
