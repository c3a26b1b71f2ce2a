using System.Globalization;
using System.Net;
using Gatehouse.Execution.Addressing;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// A request that has found its stage: what every kind of API knows of it before routing. What few calls ask for is worked
/// out when asked.
/// </summary>
internal abstract class ClientRequest
{
    private readonly string _target;
    private readonly int _resourceStart;
    private readonly int _pathStart;
    private readonly int _pathEnd;
    private readonly RequestIdentifiers _ids;
    private QueryParameters? _query;
    private string? _traceHeader;
    private string? _sourceIp;

    protected ClientRequest(
        HttpContext http, string target, in InvokeAddress address, RequestIdentifiers ids, DateTimeOffset arrivedAt,
        long startedAt)
    {
        Http = http;
        _target = target;
        _resourceStart = address.ResourceStart;
        _pathStart = address.PathStart;
        _pathEnd = address.PathEnd;
        IsPathForm = address.IsPathForm;
        BasePath = address.BasePath;
        ClientCertificate = address.ClientCertificate;
        _ids = ids;
        ArrivedAt = arrivedAt;
        StartedAt = startedAt;
    }

    public HttpContext Http { get; }

    /// <summary>The execution log, or <see langword="null"/> when nobody wants one.</summary>
    public Records.ExecutionTrace? Trace { get; set; }

    public DateTimeOffset ArrivedAt { get; }

    /// <summary>A timestamp of the time provider, for latencies.</summary>
    public long StartedAt { get; }

    /// <summary>The path after the stage, undecoded; may be empty.</summary>
    public ReadOnlySpan<char> ResourcePath => _target.AsSpan(_resourceStart.._pathEnd);

    /// <summary>The path as the client sent it, with the stage where the address has one.</summary>
    public ReadOnlySpan<char> FullPath => _target.AsSpan(_pathStart.._pathEnd);

    /// <summary>The query string without its question mark, undecoded.</summary>
    public ReadOnlySpan<char> RawQuery => _pathEnd < _target.Length ? _target.AsSpan(_pathEnd + 1) : default;

    /// <summary>Characters of path and query as the client sent them.</summary>
    public int UrlLength => _target.Length - _pathStart;

    /// <summary>
    /// The address is in the path (<c>/_aws/execute-api/...</c>), so the client's path holds more than the stage's.
    /// </summary>
    public bool IsPathForm { get; }

    /// <summary>
    /// On a custom domain the mapping's path, empty for the one that takes the rest; <see langword="null"/> elsewhere.
    /// </summary>
    public string? BasePath { get; }

    /// <summary>What the client showed to a domain with mutual TLS, found good.</summary>
    public ClientCertificate? ClientCertificate { get; }

    /// <summary>The VPC endpoint that the call came through; <see langword="null"/> on public listeners.</summary>
    public VpcEndpointPlan? Endpoint => ReceivedConnection.Of(Http)?.Endpoint;

    public QueryParameters Query => _query ??= QueryParameters.Parse(RawQuery);

    /// <summary>The <c>X-Amzn-Trace-Id</c> that goes on to the backend.</summary>
    public string TraceHeader => _traceHeader ??=
        TraceIdentity.Extend(Http.Request.Headers[TraceIdentity.HeaderName].ToString(), _ids, ArrivedAt);

    public string DomainName
    {
        get
        {
            var host = Http.Request.Host;
            return host.HasValue ? host.Host : string.Empty;
        }
    }

    public string DomainPrefix
    {
        get
        {
            var name = DomainName;
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            return dot < 0 ? name : name[..dot];
        }
    }

    /// <summary>The immediate peer; proxy headers are not trusted (REST sheet §16.1).</summary>
    public virtual string SourceIp => _sourceIp ??= Format(Http.Connection.RemoteIpAddress);

    public string LocalPort => Http.Connection.LocalPort.ToString(CultureInfo.InvariantCulture);

    public virtual string? UserAgent =>
        Http.Request.Headers.UserAgent is { Count: > 0 } agent ? agent.ToString() : null;

    /// <summary><c>dd/MMM/yyyy:HH:mm:ss +0000</c>, English months (REST sheet §5.11).</summary>
    public string RequestTime =>
        ArrivedAt.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);

    private static string Format(IPAddress? address) => address switch
    {
        null => "127.0.0.1", // a transport without addresses: an in-process test server
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };
}
