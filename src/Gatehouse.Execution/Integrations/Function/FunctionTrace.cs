using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// The execution log's lines of a function's call, as AWS writes those of Lambda's API (sheet §13.1).
/// </summary>
internal static class FunctionTrace
{
    private const int Ok = 200;

    private static readonly KeyValuePair<string, StringValues>[] JsonHeaders =
        [new("Content-Type", "application/json")];

    public static void Sending(RestCall call, FunctionSettings settings, ReadOnlySpan<byte> payload)
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
            new("Accept", "application/json"),
            new("User-Agent", "AmazonAPIGateway_" + request.Stage.ApiId),
            new("X-Amz-Source-Arn", settings.SourceArn),
            new("Content-Type", "application/json"),
            new(TraceIdentity.HeaderName, TraceIdentity.WithoutSelf(request.TraceHeader)),
        ];
        EndpointTrace.Sending(
            trace, EndpointTrace.FunctionUri(settings.Function.Region, settings.Function.Arn), headers, payload);
    }

    /// <summary>Lambda answers 200 also for a function that failed.</summary>
    public static void Received(RestCall call, FunctionResult result)
    {
        if (result.Outcome is not (FunctionOutcome.Succeeded or FunctionOutcome.FunctionFailed))
        {
            return; // the failing line follows
        }

        call.Endpoint.ServiceStatus = Ok;
        if (call.Request.Trace is { WantsData: true } trace)
        {
            EndpointTrace.Received(trace, Ok, call.IntegrationLatency, JsonHeaders);
            EndpointTrace.Body(trace, result.Payload.Span);
        }
    }
}
