using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>Bodies of any size, with flat memory.</summary>
public class StreamingTests
{
    private const long MostGrowth = 150_000_000;

    private static readonly byte[] Part = CreatePart();

    // LIVESTAT_TEST_STREAM_BYTES=5000000000 takes a while; a part of it shows the same.
    private static readonly long Size = long.Parse(
        Environment.GetEnvironmentVariable("LIVESTAT_TEST_STREAM_BYTES") ?? "500000000", CultureInfo.InvariantCulture);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/upload")]
    [InlineData("/admin/gql")]
    public async Task An_upload_passes_with_flat_memory(string path)
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
            await context.Response.WriteAsync($"{await CountAsync(context.Request.Body)}"));
        await using var proxy = await ProxyProcess.StartAsync(backend.Address);

        var growth = await GrowthAsync(proxy, async http =>
        {
            using var response = await http.PostAsync(new Uri(proxy.Address, path), new Generated(Size), Cancelled);
            Assert.Equal($"{Size}", await response.Content.ReadAsStringAsync(Cancelled));
        });

        Assert.InRange(growth, long.MinValue, MostGrowth);
    }

    [Theory]
    [InlineData("/download")]
    [InlineData("/admin/gql")]
    public async Task A_download_passes_with_flat_memory(string path)
    {
        await using var backend = await KestrelBackend.StartAsync(context => GenerateAsync(context.Response.Body, Size));
        await using var proxy = await ProxyProcess.StartAsync(backend.Address);

        var growth = await GrowthAsync(proxy, async http =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Address, path)) { Content = new StringContent("{}") };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
            Assert.Equal(Size, await CountAsync(await response.Content.ReadAsStreamAsync(Cancelled)));
        });

        Assert.InRange(growth, long.MinValue, MostGrowth);
    }

    /// <summary>By how many bytes the proxy's memory grew at most while <paramref name="transfer"/> ran.</summary>
    private static async Task<long> GrowthAsync(ProxyProcess proxy, Func<HttpClient, Task> transfer)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        await http.GetStringAsync(new Uri(proxy.Admin, "/healthz/live"), Cancelled);
        var (before, peak) = (proxy.WorkingSet, 0L);

        var running = transfer(http);
        while (await Task.WhenAny(running, Task.Delay(100, Cancelled)) != running)
        {
            peak = Math.Max(peak, proxy.WorkingSet);
        }

        await running;
        TestContext.Current.TestOutputHelper?.WriteLine($"{Size} bytes; working set {before >> 20} MB before, {peak >> 20} MB at most");
        return peak - before;
    }

    private static async Task GenerateAsync(Stream stream, long size)
    {
        for (var left = size; left > 0; left -= Part.Length)
        {
            await stream.WriteAsync(Part.AsMemory(0, (int)Math.Min(left, Part.Length)));
        }
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[256 * 1024];
        long count = 0;
        while (await stream.ReadAsync(buffer) is var read and > 0)
        {
            count += read;
        }

        return count;
    }

    private static byte[] CreatePart()
    {
        var part = new byte[256 * 1024];
        Random.Shared.NextBytes(part);
        return part;
    }

    private sealed class Generated(long size) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => GenerateAsync(stream, size);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
