using LiveStatProxy.Demo.Hosting;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>Waiting for what happens aside.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> condition, string otherwise) =>
        Assert.True(await Waiting.UntilAsync(condition, Limit, TimeProvider.System, TestContext.Current.CancellationToken), otherwise);

    public static Task TrueAsync(Func<bool> condition, string otherwise) => TrueAsync(() => Task.FromResult(condition()), otherwise);
}
