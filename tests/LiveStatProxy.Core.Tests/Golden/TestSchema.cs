using LiveStatProxy.Core.Planning;

namespace LiveStatProxy.Core.Tests.Golden;

/// <summary>The excerpt that is shipped in <c>config/manager.graphql</c>.</summary>
internal static class TestSchema
{
    public static string Sdl { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "manager.graphql"));

    public static ManagerSchema Parse(bool legacyScalars = false) => ManagerSchema.Parse(Sdl, legacyScalars);
}
