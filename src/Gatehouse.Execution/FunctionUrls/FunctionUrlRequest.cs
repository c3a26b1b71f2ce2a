using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>A request that has found its function URL.</summary>
internal sealed class FunctionUrlRequest(
    HttpContext http, FunctionUrlPlan url, string target, in InvokeAddress address, RequestIdentifiers ids,
    DateTimeOffset arrivedAt, long startedAt)
    : ClientRequest(http, target, address, ids, arrivedAt, startedAt)
{
    public FunctionUrlPlan Url { get; } = url;

    /// <summary>The invocation's own id, which the client gets as <c>x-amzn-RequestId</c>.</summary>
    public string RequestId { get; } = ids.NewRequestId();

    public string Verb => Http.Request.Method;

    /// <summary><c>rawPath</c>: decoded, as for HTTP APIs (unconfirmed, http-api §7.2).</summary>
    public string Path => FullPath.IsEmpty ? "/" : PercentEncoding.Decode(FullPath, isPlusSpace: false);
}
