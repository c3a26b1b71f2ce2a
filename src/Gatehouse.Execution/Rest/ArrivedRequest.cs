using System.Globalization;
using System.Net;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Rest;

/// <summary>
/// A request that has found its stage and not yet its method: what is known of it before routing. What few calls ask
/// for is worked out when asked.
/// </summary>
internal sealed class ArrivedRequest
{
    private readonly string _target;
    private readonly int _resourceStart;
    private readonly int _pathStart;
    private readonly int _pathEnd;
    private readonly bool _isPathForm;
    private readonly RequestIdentifiers _ids;
    private QueryParameters? _query;
    private VisibleHeaders? _headers;
    private string? _traceHeader;
    private string? _sourceIp;
    private string? _contextPath;
    private string? _eventPath;

    public ArrivedRequest(
        HttpContext http, StagePlan stage, string target, in Addressing.InvokeAddress address,
        RequestIdentifiers ids, DateTimeOffset arrivedAt, long startedAt)
    {
        Http = http;
        Stage = stage;
        _target = target;
        _resourceStart = address.ResourceStart;
        _pathStart = address.PathStart;
        _pathEnd = address.PathEnd;
        _isPathForm = address.IsPathForm;
        BasePath = address.BasePath;
        _ids = ids;
        ArrivedAt = arrivedAt;
        StartedAt = startedAt;
        RequestId = ReadRequestId(http, ids);
        ExtendedRequestId = ids.NewExtendedId();
        Verb = http.Request.Method;
        if (http.Request.Headers.TryGetValue("X-HTTP-Method-Override", out var replaced)
            && replaced is [{ Length: > 0 } verb])
        {
            Verb = verb; // routes by it; the header itself goes no further (sheet §1.4)
        }
    }

    public HttpContext Http { get; }

    public StagePlan Stage { get; }

    /// <summary>The execution log, or <see langword="null"/> when nobody wants one.</summary>
    public Records.ExecutionTrace? Trace { get; set; }

    /// <summary>The request is a test of an undeployed method, and this stands for its client.</summary>
    public TestInvocations.TestCaller? Test { get; init; }

    /// <summary><c>$context.requestId</c>.</summary>
    public string RequestId { get; }

    /// <summary><c>$context.extendedRequestId</c>; no client can choose it.</summary>
    public string ExtendedRequestId { get; }

    public DateTimeOffset ArrivedAt { get; }

    /// <summary>A timestamp of the time provider, for latencies.</summary>
    public long StartedAt { get; }

    /// <summary>The method to route by and to report: <c>$context.httpMethod</c>.</summary>
    public string Verb { get; }

    /// <summary>The path after the stage, undecoded; may be empty.</summary>
    public ReadOnlySpan<char> ResourcePath => _target.AsSpan(_resourceStart.._pathEnd);

    /// <summary>The query string without its question mark, undecoded.</summary>
    public ReadOnlySpan<char> RawQuery => _pathEnd < _target.Length ? _target.AsSpan(_pathEnd + 1) : default;

    /// <summary>Characters of path and query as the client sent them.</summary>
    public int UrlLength => _target.Length - _pathStart;

    /// <summary>
    /// The path as a function's event shows it: without the stage on the default host, with the base path on a custom
    /// domain (sheet §5.11).
    /// </summary>
    public string EventPath => _eventPath ??= BasePath is not null ? ContextPath
        : ResourcePath.IsEmpty ? "/"
        : ResourcePath.ToString();

    /// <summary>
    /// On a custom domain the mapping's path, empty for the one that takes the rest; <see langword="null"/> elsewhere.
    /// </summary>
    public string? BasePath { get; }

    /// <summary>The path with the stage, slashes as received: <c>$context.path</c>.</summary>
    public string ContextPath => _contextPath ??= _isPathForm
        ? string.Concat("/", Stage.StageName, ResourcePath)
        : _target[_pathStart.._pathEnd];

    public QueryParameters Query => _query ??= QueryParameters.Parse(RawQuery);

    public VisibleHeaders Headers => _headers ??= VisibleHeaders.From(this);

    /// <summary>The <c>X-Amzn-Trace-Id</c> of the method request.</summary>
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

    /// <summary>The immediate peer; proxy headers are not trusted (sheet §16.1).</summary>
    public string SourceIp => _sourceIp ??= Test is null
        ? Format(Http.Connection.RemoteIpAddress)
        : TestInvocations.TestNames.SourceIp;

    public string LocalPort => Http.Connection.LocalPort.ToString(CultureInfo.InvariantCulture);

    public string? UserAgent => Test is not null ? Test.UserAgent
        : Http.Request.Headers.UserAgent is { Count: > 0 } agent ? agent.ToString() : null;

    /// <summary><c>dd/MMM/yyyy:HH:mm:ss +0000</c>, English months (sheet §5.11).</summary>
    public string RequestTime =>
        ArrivedAt.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);

    private static string Format(IPAddress? address) => address switch
    {
        null => "127.0.0.1", // a transport without addresses: an in-process test server
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };

    /// <summary>A client may choose the request id, if it is a UUID (sheet §1.4).</summary>
    private static string ReadRequestId(HttpContext http, RequestIdentifiers ids)
    {
        if (!http.Request.Headers.TryGetValue("X-Amzn-RequestId", out var chosen) || StringValues.IsNullOrEmpty(chosen))
        {
            return ids.NewRequestId();
        }

        return chosen is [{ } text] && Guid.TryParseExact(text, "D", out _)
            ? text
            : "UUID_REPLACED_INVALID_REQUEST_ID";
    }
}
