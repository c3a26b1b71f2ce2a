using System.Globalization;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Http;

/// <summary>A request of an HTTP API that has found its stage and not yet its route.</summary>
internal sealed class HttpApiRequest : ClientRequest
{
    private string? _rawPath;
    private string? _clientPath;

    public HttpApiRequest(
        HttpContext http, HttpStagePlan stage, string target, in InvokeAddress address, RequestIdentifiers ids,
        DateTimeOffset arrivedAt, long startedAt)
        : base(http, target, address, ids, arrivedAt, startedAt)
    {
        Stage = stage;
        RequestId = ids.NewExtendedId();
    }

    public HttpStagePlan Stage { get; }

    /// <summary>
    /// The only id of a request: <c>apigw-requestid</c>, <c>$context.requestId</c>, <c>$context.extendedRequestId</c> and the
    /// events' (http-api §1.4).
    /// </summary>
    public string RequestId { get; }

    /// <summary><c>X-HTTP-Method-Override</c> is an ordinary header here (http-api §6.4).</summary>
    public string Verb => Http.Request.Method;

    /// <summary>What routes are matched against: <c>https://host</c> and <c>https://host/</c> are both the root.</summary>
    public ReadOnlySpan<char> RoutePath => ResourcePath.IsEmpty ? "/" : ResourcePath;

    /// <summary><c>$request.path</c>: without the stage.</summary>
    public string Path => RoutePath.ToString();

    /// <summary>
    /// The undecoded path with the stage before it where it has a name, on custom domains without the mapping's key: what a
    /// private integration is asked for (http-api §10).
    /// </summary>
    public string StagePath => Stage.IsDefault ? Path : string.Concat("/", Stage.StageName, RoutePath);

    /// <summary>
    /// <c>rawPath</c> of payload 2.0: with a named stage on the default host, without the mapping's key on a custom domain;
    /// decoded (unconfirmed, http-api §7.2).
    /// </summary>
    public string RawPath => _rawPath ??=
        PercentEncoding.Decode(BasePath is null ? StagePath : Path, isPlusSpace: false);

    /// <summary>The path that the client asked for, with its stage or mapping key: <c>$context.path</c>.</summary>
    public string ClientPath => _clientPath ??= IsPathForm ? StagePath : FullPath.IsEmpty ? "/" : FullPath.ToString();

    public string TimeEpochText => ArrivedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
