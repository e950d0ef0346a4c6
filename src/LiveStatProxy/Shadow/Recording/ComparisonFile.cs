using System.Text.Json;

namespace LiveStatProxy.Shadow.Recording;

/// <summary>Writes every comparison to <c>Shadow:File</c>, one JSON object a line; a file that has grown too large is put aside.</summary>
public sealed partial class ComparisonFile(ShadowOptions options, ShadowMetrics metrics, TimeProvider time, ILogger<ComparisonFile> logger) : IDisposable
{
    private static readonly TimeSpan SilenceAfterFault = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private FileStream? _stream;
    private long? _faultAt;

    /// <summary>Whether a file is wanted.</summary>
    public bool IsWanted => options.File is not null;

    /// <summary>Writes records. A disk that is full costs the records, which are counted, and nothing else.</summary>
    public async Task WriteAsync(IReadOnlyCollection<ComparisonRecord> records, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var stream = _stream ??= Open();
            await stream.WriteAsync(Lines(records), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            if (stream.Length >= options.FileBytes)
            {
                await RotateAsync(stream);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Note(fault, records.Count);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        _turn.Dispose();
    }

    private FileStream Open() => new(options.File!, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);

    private static ReadOnlyMemory<byte> Lines(IEnumerable<ComparisonRecord> records)
    {
        var lines = new MemoryStream();
        foreach (var record in records)
        {
            JsonSerializer.Serialize(lines, record, Words.Format);
            lines.WriteByte((byte)'\n');
        }

        return lines.GetBuffer().AsMemory(0, (int)lines.Length);
    }

    /// <summary>File → file.1 → … → file.N, and the oldest goes.</summary>
    private async Task RotateAsync(FileStream full)
    {
        _stream = null;
        await full.DisposeAsync();
        for (var i = options.FilesKept; i > 0; i--)
        {
            var older = i == 1 ? options.File! : $"{options.File}.{i - 1}";
            if (File.Exists(older))
            {
                File.Move(older, $"{options.File}.{i}", overwrite: true);
            }
        }

        if (options.FilesKept == 0)
        {
            File.Delete(options.File!);
        }
    }

    private void Note(Exception fault, int records)
    {
        _stream?.Dispose();
        _stream = null;
        metrics.CountDrop(DropReason.FileFault, records);
        if (_faultAt is null || time.GetElapsedTime(_faultAt.Value) >= SilenceAfterFault)
        {
            _faultAt = time.GetTimestamp();
            LogFault(logger, options.File!, fault.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Shadow:File {File} cannot be written ({Fault}); comparisons go on without it. Make room, or mend its place.")]
    private static partial void LogFault(ILogger logger, string file, string fault);
}
