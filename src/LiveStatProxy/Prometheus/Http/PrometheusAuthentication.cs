using System.Net.Http.Headers;
using System.Text;

namespace LiveStatProxy.Prometheus.Http;

/// <summary>Puts the proxy's own credentials and headers onto requests to Prometheus.</summary>
internal sealed class PrometheusAuthentication : DelegatingHandler
{
    private readonly Dictionary<string, string> _headers;
    private readonly AuthenticationHeaderValue? _basic;
    private readonly BearerTokenFile? _bearer;

    public PrometheusAuthentication(PrometheusOptions options, BearerTokenFile? bearer, HttpMessageHandler connections)
        : base(connections)
    {
        _headers = options.Headers;
        _bearer = bearer;
        _basic = options.Username is null
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}")));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (_bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _bearer.ReadAsync(cancellationToken));
        }
        else if (_basic is not null)
        {
            request.Headers.Authorization = _basic;
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
