using System.Collections.Frozen;
using System.Globalization;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Microsoft.AspNetCore.Connections.Features;

namespace Gatehouse.Execution.Records;

/// <summary>
/// The <c>$context</c> variables of access logs (sheet §6.4, column L): those that only a finished request has, and all
/// that templates know.
/// </summary>
internal static class AccessLogVariables
{
    private static readonly FrozenDictionary<string, OutcomeReader<RequestOutcome>> Finished =
        new Dictionary<string, OutcomeReader<RequestOutcome>>
        {
            ["authorizer.error"] = static (in o) => o.Call?.Authorization?.Error,
            ["authorizer.integrationLatency"] = static (in o) => AuthorizerLatency(o),
            ["authorizer.integrationStatus"] = static (in o) => Number(o.Call?.Authorization?.Status),
            ["authorizer.latency"] = static (in o) => AuthorizerLatency(o),
            ["authorizer.requestId"] = static (in o) => o.Call?.Authorization?.RequestId,
            ["authorizer.status"] = static (in o) => Number(o.Call?.Authorization?.Status),
            ["awsEndpointRequestId"] = static (in o) => o.Call?.Endpoint.AwsRequestId,
            ["customDomain.basePathMatched"] = static (in o) => o.Request.BasePath is { Length: 0 }
                ? Model.Domains.BasePathMappingDocument.None
                : o.Request.BasePath,
            ["cipherSuite"] = static (in o) => Tls(o)?.NegotiatedCipherSuite?.ToString(),
            ["endpointType"] = static (in o) => o.Request.Stage.EndpointType,
            ["error.message"] = static (in o) => o.Fault?.Message,
            ["error.messageString"] = static (in o) => o.Fault?.MessageString,
            ["error.responseType"] = static (in o) => o.Fault?.Row.Name,
            ["error.validationErrorString"] = static (in o) => o.Fault?.ValidationErrors,
            // Differs from AWS: masked, as in every other log; a format that tells keys apart has identity.apiKeyId.
            ["identity.apiKey"] = static (in o) => TraceText.Mask(o.Call?.Usage?.KeyValue),
            ["integration.error"] = static (in o) => IntegrationError(o),
            ["integration.integrationStatus"] = static (in o) => Number(o.Call?.Endpoint.ServiceStatus),
            ["integration.latency"] = static (in o) => IntegrationLatency(o),
            ["integration.requestId"] = static (in o) => o.Call?.Endpoint.AwsRequestId,
            ["integration.responseTransferMode"] = static (in o) =>
                o.Call is null ? null : o.Call.Method.IsStreamed ? "STREAMED" : "BUFFERED",
            ["integration.timeToAllHeaders"] = static (in o) => Milliseconds(o.Call?.Endpoint.TimeToAllHeaders),
            ["integration.timeToFirstContent"] = static (in o) => Milliseconds(o.Call?.Endpoint.TimeToFirstContent),
            ["integration.status"] = static (in o) => Number(o.Call?.Endpoint.Status),
            ["integrationErrorMessage"] = static (in o) => IntegrationError(o),
            ["integrationLatency"] = static (in o) => IntegrationLatency(o),
            ["integrationStatus"] = static (in o) => Number(o.Call?.Endpoint.ServiceStatus),
            ["responseLatency"] = static (in o) => Milliseconds(o.LatencyMs),
            ["responseLength"] = static (in o) => o.Length.ToString(CultureInfo.InvariantCulture),
            ["status"] = static (in o) => Number(o.Status),
            ["tlsVersion"] = static (in o) => TlsVersion(o),
            ["xrayTraceId"] = static (in o) => TraceRoot(o),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What never needs escaping: numbers, or text that is JSON already.</summary>
    private static readonly FrozenSet<string> Plain = FrozenSet.Create(
        StringComparer.Ordinal,
        "authorizer.integrationLatency", "authorizer.integrationStatus", "authorizer.latency", "authorizer.status",
        "error.messageString", "integration.integrationStatus", "integration.latency", "integration.status",
        "integration.timeToAllHeaders", "integration.timeToFirstContent", "integrationLatency",
        "integrationStatus", "requestTimeEpoch", "responseLatency", "responseLength", "status");

    public static OutcomeVariable<RequestOutcome> Find(string name) => new(ReaderOf(name), Plain.Contains(name));

    private static OutcomeReader<RequestOutcome>? ReaderOf(string name)
    {
        if (Finished.TryGetValue(name, out var reader))
        {
            return reader;
        }

        return ContextVariables.Find(name) is { } known
            ? (in o) => known(new MappingScope(o.Request, o.Call, o.Fault))
            : null;
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(double value) =>
        ((long)Math.Round(value)).ToString(CultureInfo.InvariantCulture);

    private static string? Milliseconds(TimeSpan? value) =>
        value is { } time ? Milliseconds(time.TotalMilliseconds) : null;

    private static string? IntegrationLatency(in RequestOutcome outcome) =>
        outcome.Call?.IntegrationLatency is { } latency ? Milliseconds(latency.TotalMilliseconds) : null;

    private static string? AuthorizerLatency(in RequestOutcome outcome) =>
        outcome.Call?.Authorization is { IsFunction: true } caller
            ? caller.IntegrationLatencyMs.ToString(CultureInfo.InvariantCulture)
            : null;

    /// <summary>Only a fault of the integration is its error; a refused request never came so far.</summary>
    private static string? IntegrationError(in RequestOutcome outcome) =>
        outcome is { Fault: not null, Call.IsIntegrationAttempted: true } ? outcome.Detail : null;

    private static ITlsHandshakeFeature? Tls(in RequestOutcome outcome) =>
        outcome.Request.Http.Features.Get<ITlsHandshakeFeature>();

    private static string? TlsVersion(in RequestOutcome outcome) => Tls(outcome)?.Protocol switch
    {
        System.Security.Authentication.SslProtocols.Tls12 => "TLSv1.2",
        System.Security.Authentication.SslProtocols.Tls13 => "TLSv1.3",
        _ => null,
    };

    /// <summary>The id without <c>Root=</c> (observability sheet §2.2).</summary>
    private static string? TraceRoot(in RequestOutcome outcome)
    {
        const string root = "Root=";
        if (!outcome.Request.Stage.IsTracingEnabled)
        {
            return null;
        }

        var header = outcome.Request.TraceHeader;
        var start = header.IndexOf(root, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += root.Length;
        var end = header.IndexOf(';', start);
        return end < 0 ? header[start..] : header[start..end];
    }
}
