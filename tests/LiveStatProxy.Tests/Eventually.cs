namespace LiveStatProxy.Tests;

/// <summary>Waits for what becomes true without a signal, with a limit that is long on any machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition, string otherwise = "It did not happen within a minute.") =>
        TrueAsync(() => Task.FromResult(condition()), otherwise);

    public static async Task TrueAsync(Func<Task<bool>> condition, string otherwise = "It did not happen within a minute.")
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Limit, otherwise);
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
