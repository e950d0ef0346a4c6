using System.Collections.Frozen;

namespace LiveStatProxy.Forwarding;

/// <summary>Why a request was not, or not wholly, answered by the manager. <see cref="ForwardingFailures"/> has each one's word and sentence.</summary>
public enum ForwardingFailure
{
    /// <summary>No connection to the manager.</summary>
    ManagerUnreachable,

    /// <summary>No answer in time.</summary>
    ManagerTimeout,

    /// <summary>The connection ended before the answer, or within it.</summary>
    ManagerBrokeOff,

    /// <summary>An answer that is not HTTP, or over the limits.</summary>
    ManagerAnswerInvalid,

    /// <summary>The configuration has no manager.</summary>
    NoManager,

    /// <summary>A request that a gateway does not forward.</summary>
    NotForwardable,

    /// <summary>The client did not send all of its body.</summary>
    RequestIncomplete,

    /// <summary>The client sent its body more slowly than Kestrel's limit.</summary>
    RequestTooSlow,

    /// <summary>The client left before it had the answer.</summary>
    ClientGone,
}

/// <summary>A <see cref="ForwardingFailure"/> as operators and clients read it.</summary>
/// <param name="Word">The word in metrics and in the answer's body: lower case, hyphens.</param>
/// <param name="Status">The status that the client gets, when nothing has been sent to it yet.</param>
/// <param name="Sentence">What happened; nothing about the proxy's or the manager's internals.</param>
public sealed record ForwardingFailureWord(string Word, int Status, string Sentence);

/// <summary>The words of <see cref="ForwardingFailure"/>.</summary>
public static class ForwardingFailures
{
    private static readonly FrozenDictionary<ForwardingFailure, ForwardingFailureWord> Words = new Dictionary<ForwardingFailure, ForwardingFailureWord>
    {
        [ForwardingFailure.ManagerUnreachable] = new("manager-unreachable", 502, "The proxy could not connect to the manager."),
        [ForwardingFailure.ManagerTimeout] = new("manager-timeout", 504, "The manager did not begin to answer in time."),
        [ForwardingFailure.ManagerBrokeOff] = new("manager-broke-off", 502, "The manager ended the connection before its answer was complete."),
        [ForwardingFailure.ManagerAnswerInvalid] = new("manager-answer-invalid", 502, "The manager's answer could not be read."),
        [ForwardingFailure.NoManager] = new("no-manager", 503, "The proxy has no manager to forward to."),
        [ForwardingFailure.NotForwardable] = new("not-forwardable", 501, "The proxy does not forward CONNECT, unknown transfer codings, or a Host that is not a host name."),
        [ForwardingFailure.RequestIncomplete] = new("request-incomplete", 400, "The request's body did not arrive completely."),
        [ForwardingFailure.RequestTooSlow] = new("request-too-slow", 408, "The request's body arrived too slowly."),
        [ForwardingFailure.ClientGone] = new("client-gone", 499, "The client left before it had the answer."),
    }.ToFrozenDictionary();

    /// <summary>Every failure with its word.</summary>
    public static IEnumerable<(ForwardingFailure Failure, ForwardingFailureWord Word)> All =>
        Enum.GetValues<ForwardingFailure>().Select(failure => (failure, Words[failure]));

    /// <summary>The word, status and sentence of <paramref name="failure"/>.</summary>
    public static ForwardingFailureWord Describe(this ForwardingFailure failure) => Words[failure];
}
