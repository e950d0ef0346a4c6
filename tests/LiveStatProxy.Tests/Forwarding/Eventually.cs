namespace LiveStatProxy.Tests.Forwarding;

/// <summary>Waits for what becomes true without a signal.</summary>
public static class Eventually
{
    /// <summary>Asks again until <paramref name="condition"/> holds; fails after a time that is long on any machine.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}
