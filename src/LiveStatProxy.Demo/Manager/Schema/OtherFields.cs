using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>The types around sessions: users with their keypairs, images, virtual folders.</summary>
internal static class OtherFields
{
    public static void MapOthers(this FieldMap map)
    {
        map.Type<User>("UserNode")
            .Field("id", user => GlobalId.Of("UserNode", user.Id))
            .Field("username", user => user.Email)
            .Field("email", user => user.Email)
            .Field("full_name", user => user.FullName)
            .Field("is_active", _ => true)
            .Field("status", _ => "active")
            .Field("role", user => user.Role.ToString().ToLowerInvariant())
            .Field("created_at", user => user.CreatedAt)
            .Field("domain_name", _ => "default");

        map.Type<User>("KeyPair")
            .Field("id", user => user.AccessKey)
            .Field("user_id", user => user.Email)
            .Field("full_name", user => user.FullName)
            .Field("access_key", user => user.AccessKey)
            .Field("is_active", _ => true)
            .Field("is_admin", user => user.SeesEverything)
            .Field("created_at", user => user.CreatedAt)
            .Field("user", user => user.Id)
            .Field("compute_sessions", (user, call) => SessionsOf(user, call).Where(
                session => call.Argument<string?>("status") is not { } status || session.Status == status))
            .Field("concurrency_used", (user, call) => SessionsOf(user, call).Count(session => session.Status == "RUNNING"));

        map.Type<Image>("ImageNode")
            .Field("id", image => GlobalId.Of("ImageNode", image.Id))
            .Field("row_id", image => image.Id)
            .Field("name", image => image.Namespace)
            .Field("namespace", image => image.Namespace)
            .Field("base_image_name", image => image.BaseName)
            .Field("project", image => image.Namespace.Split('/')[0])
            .Field("tag", image => image.Tag)
            .Field("tags", image => image.Tag.Split('-')[1..].Select(part => new Label(part, "")))
            .Field("version", image => image.Tag.Split('-')[0])
            .Field("registry", image => image.Registry)
            .Field("architecture", _ => "x86_64")
            .Field("labels", _ => (Label[])[new("ai.backend.role", "COMPUTE")])
            .Field("size_bytes", _ => 9_123_456_789L);

        map.Type<Label>("KVPair")
            .Field("key", label => label.Key)
            .Field("value", label => label.Value);

        map.Type<VirtualFolder>("VirtualFolderNode")
            .Field("id", folder => GlobalId.Of("VirtualFolderNode", folder.Id))
            .Field("row_id", folder => folder.Id)
            .Field("name", folder => folder.Name)
            .Field("user", folder => folder.Owner.Id)
            .Field("user_email", folder => folder.Owner.Email)
            .Field("host", _ => "local:volume1")
            .Field("status", _ => "ready")
            .Field("created_at", folder => folder.Owner.CreatedAt);
    }

    private static IEnumerable<Session> SessionsOf(User user, FieldCall call) =>
        call.Request.Sessions.Where(session => session.Owner == user);

    private sealed record Label(string Key, string Value);
}
