using Microsoft.Extensions.Logging;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>Keeps what is logged, with its properties.</summary>
internal sealed class CollectedLog : ILoggerProvider, ILogger
{
    private readonly List<CollectedEntry> _entries = [];

    public IReadOnlyList<CollectedEntry> Entries
    {
        get
        {
            lock (_entries)
            {
                return [.. _entries];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var properties = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary(property => property.Key, property => property.Value);
        lock (_entries)
        {
            _entries.Add(new CollectedEntry(logLevel, eventId.Name, formatter(state, exception), properties));
        }
    }

    public void Dispose()
    {
    }
}

internal sealed record CollectedEntry(LogLevel Level, string? EventName, string Message, IReadOnlyDictionary<string, object?> Properties);
