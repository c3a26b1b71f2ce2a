using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Rest;

/// <summary>A request of a REST API that has found its stage and not yet its method.</summary>
internal sealed class ArrivedRequest : ClientRequest
{
    private VisibleHeaders? _headers;
    private string? _contextPath;
    private string? _eventPath;

    public ArrivedRequest(
        HttpContext http, StagePlan stage, string target, in Addressing.InvokeAddress address,
        RequestIdentifiers ids, DateTimeOffset arrivedAt, long startedAt)
        : base(http, target, address, ids, arrivedAt, startedAt)
    {
        Stage = stage;
        RequestId = ReadRequestId(http, ids);
        ExtendedRequestId = ids.NewExtendedId();
        Verb = http.Request.Method;
        if (http.Request.Headers.TryGetValue("X-HTTP-Method-Override", out var replaced)
            && replaced is [{ Length: > 0 } verb])
        {
            Verb = verb; // routes by it; the header itself goes no further (sheet §1.4)
        }
    }

    public StagePlan Stage { get; }

    /// <summary>The request is a test of an undeployed method, and this stands for its client.</summary>
    public TestInvocations.TestCaller? Test { get; init; }

    /// <summary><c>$context.requestId</c>.</summary>
    public string RequestId { get; }

    /// <summary><c>$context.extendedRequestId</c>; no client can choose it.</summary>
    public string ExtendedRequestId { get; }

    /// <summary>The method to route by and to report: <c>$context.httpMethod</c>.</summary>
    public string Verb { get; }

    /// <summary>
    /// The path as a function's event shows it: without the stage on the default host, with the base path on a custom
    /// domain (sheet §5.11).
    /// </summary>
    public string EventPath => _eventPath ??= BasePath is not null ? ContextPath
        : ResourcePath.IsEmpty ? "/"
        : ResourcePath.ToString();

    /// <summary>The path with the stage, slashes as received: <c>$context.path</c>.</summary>
    public string ContextPath => _contextPath ??= IsPathForm
        ? string.Concat("/", Stage.StageName, ResourcePath)
        : FullPath.ToString();

    public VisibleHeaders Headers => _headers ??= VisibleHeaders.From(this);

    public override string SourceIp => Test is null ? base.SourceIp : TestInvocations.TestNames.SourceIp;

    public override string? UserAgent => Test is null ? base.UserAgent : Test.UserAgent;

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
