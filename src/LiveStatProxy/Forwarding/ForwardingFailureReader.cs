using Yarp.ReverseProxy.Forwarder;

namespace LiveStatProxy.Forwarding;

/// <summary>YARP's and HttpClient's many errors → the few that operators tell apart.</summary>
internal static class ForwardingFailureReader
{
    /// <summary>Names what YARP reports of a request; null when it went well.</summary>
    public static ForwardingFailure? Read(IForwarderErrorFeature? error) => error?.Error switch
    {
        null or ForwarderError.None => null,
        ForwarderError.NoAvailableDestinations => ForwardingFailure.NoManager,
        ForwarderError.RequestCreation => ForwardingFailure.NotForwardable,
        ForwarderError.Request or ForwarderError.RequestTimedOut => ReadRequest(error.Exception),
        ForwarderError.RequestBodyClient => IsTooSlow(error.Exception) ? ForwardingFailure.RequestTooSlow : ForwardingFailure.RequestIncomplete,
        ForwarderError.ResponseHeaders => ForwardingFailure.ManagerAnswerInvalid,
        ForwarderError.UpgradeActivityTimeout => ForwardingFailure.ManagerTimeout,
        ForwarderError.RequestBodyDestination
            or ForwarderError.ResponseBodyDestination
            or ForwarderError.UpgradeRequestDestination
            or ForwarderError.UpgradeResponseDestination => ForwardingFailure.ManagerBrokeOff,
        _ => ForwardingFailure.ClientGone,
    };

    /// <summary>Whether nothing of the request can have reached the manager.</summary>
    public static bool WasNotSent(IForwarderErrorFeature error) =>
        error.Error is ForwarderError.Request or ForwarderError.RequestTimedOut
        && ReadRequest(error.Exception) is ForwardingFailure.ManagerUnreachable;

    private static bool IsTooSlow(Exception? exception) =>
        exception is AggregateException both
        && both.InnerExceptions.Any(fault => fault is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout });

    private static ForwardingFailure ReadRequest(Exception? exception) => exception switch
    {
        ResponseTimeoutException => ForwardingFailure.ManagerTimeout,
        OperationCanceledException { InnerException: TimeoutException } => ForwardingFailure.ManagerUnreachable, // HttpClient's connect timeout
        OperationCanceledException => ForwardingFailure.ManagerTimeout,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
        } => ForwardingFailure.ManagerUnreachable,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError
        } => ForwardingFailure.ManagerAnswerInvalid,
        _ => ForwardingFailure.ManagerBrokeOff,
    };
}
