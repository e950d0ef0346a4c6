namespace LiveStatProxy.Demo.Hosting;

/// <summary>Waiting for something to become true.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks <paramref name="condition"/> again and again.</summary>
    /// <returns>Whether it became true within <paramref name="limit"/>.</returns>
    public static async Task<bool> UntilAsync(
        Func<Task<bool>> condition, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (!await condition())
        {
            if (time.GetElapsedTime(begun) > limit)
            {
                return false;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return true;
    }
}
