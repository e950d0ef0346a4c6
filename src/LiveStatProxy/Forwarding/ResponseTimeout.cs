using System.Net;

namespace LiveStatProxy.Forwarding;

/// <summary>The manager did not begin its answer within <see cref="ManagerOptions.ResponseTimeout"/>.</summary>
internal sealed class ResponseTimeoutException(Exception inner) : Exception("The manager did not begin to answer in time.", inner);

/// <summary>Ends the wait for an answer that does not begin. The time runs from the request's end, so that uploads may take theirs.</summary>
/// <remarks>YARP's activity timeout is no substitute: it goes on after the answer's head and cuts quiet event streams and WebSockets.</remarks>
internal sealed class ResponseTimeout(TimeSpan timeout, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wait = new AnswerWait(deadline, timeout);
        if (request.Content is null or { Headers.ContentLength: 0 })
        {
            wait.Begin();
        }
        else
        {
            request.Content = new AwaitedContent(request.Content, wait);
        }

        try
        {
            return await base.SendAsync(request, deadline.Token);
        }
        catch (OperationCanceledException cancelled) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ResponseTimeoutException(cancelled);
        }
        finally
        {
            wait.End();
        }
    }

    private sealed class AnswerWait(CancellationTokenSource deadline, TimeSpan timeout)
    {
        private readonly Lock _lock = new();
        private bool _ended;

        public void Begin()
        {
            lock (_lock)
            {
                // With HTTP/2 the answer may come, and end the wait, before the request's end.
                if (!_ended)
                {
                    deadline.CancelAfter(timeout);
                }
            }
        }

        public void End()
        {
            lock (_lock)
            {
                _ended = true;
            }
        }
    }

    private sealed class AwaitedContent(HttpContent content, AnswerWait wait) : DelegatingContent(content)
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await base.SerializeToStreamAsync(stream, context, cancellationToken);
            wait.Begin();
        }
    }
}
