using System.Globalization;
using System.Text;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Records;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>
/// The lines of an authorizer in the execution log (security §5.6, rest-execution §13.2). Identities, principals and
/// keys show their last characters only, in tests too.
/// </summary>
internal static class AuthorizerTrace
{
    public static void Starting(RestCall call, string authorizerId) =>
        call.Request.Trace?.Info($"Starting authorizer: {authorizerId} for request: {call.Request.RequestId}");

    public static void Identity(RestCall call, string? identity) =>
        call.Request.Trace?.Info($"Incoming identity: {TraceText.Mask(identity)}");

    public static void Sending(RestCall call, AuthorizerFunction function, ReadOnlySpan<byte> maskedEvent)
    {
        if (call.Request.Trace is not { WantsData: true } trace)
        {
            return;
        }

        var request = call.Request;
        KeyValuePair<string, StringValues>[] headers =
        [
            new("x-amzn-lambda-integration-tag", request.RequestId),
            new(
                "X-Amz-Date",
                request.ArrivedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)),
            new("x-amzn-apigateway-api-id", request.Stage.ApiId),
            new("X-Amz-Source-Arn", function.SourceArn),
            new("Accept", "application/json"),
            new("User-Agent", "AmazonAPIGateway_" + request.Stage.ApiId),
            new("Content-Type", "application/json"),
            new(TraceIdentity.HeaderName, TraceIdentity.WithoutSelf(request.TraceHeader)),
        ];
        EndpointTrace.Sending(
            trace, EndpointTrace.FunctionUri(function.Function.Region, function.Function.Arn), headers, maskedEvent);
    }

    public static void Answered(RestCall call, in AuthorizerVerdict verdict)
    {
        if (call.Request.Trace is { WantsData: true } trace && !verdict.Raw.IsEmpty)
        {
            var text = Encoding.UTF8.GetString(verdict.Raw.Span);
            if (verdict.Answer?.UsageIdentifierKey is { Length: > 0 } key)
            {
                text = text.Replace(key, TraceText.Mask(key), StringComparison.Ordinal);
            }

            trace.Data($"Authorizer result body before parsing: {text}");
        }
    }

    public static void Using(RestCall call, AuthorizerAnswer answer) => call.Request.Trace?.Info(
        $"Using valid authorizer policy for principal: {TraceText.Mask(answer.PrincipalId)}");

    public static void Completed(RestCall call) =>
        call.Request.Trace?.Info("Successfully completed authorizer execution");

    /// <summary>The only line of a request that is refused for its identity (security §5.2).</summary>
    public static string Unauthorized(RestCall call) => "Unauthorized request: " + call.Request.RequestId;
}
