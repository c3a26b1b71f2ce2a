using System.Collections.Frozen;
using System.Globalization;

namespace Gatehouse.Execution.WebSockets.Mapping;

internal delegate string? SocketContextReader(RouteEvent call);

/// <summary>
/// The <c>$context</c> variables of WebSocket APIs (websocket-api §6.2, §9.2), for mappings, templates, selection expressions and
/// access logs alike. What a finished event alone has is not set before.
/// </summary>
internal static class SocketContextVariables
{
    private const string AuthorizerPrefix = "authorizer.";

    private static readonly FrozenDictionary<string, SocketContextReader> Readers =
        new Dictionary<string, SocketContextReader>
        {
            ["apiId"] = static call => call.Stage.ApiId,
            ["authorize.error"] = static call => call.Client.Signer is null ? null : call.Client.Authorization?.Error,
            ["authorizer.error"] = static call => call.Client.Authorization?.Error,
            ["authorizer.integrationLatency"] = static call => Latency(call),
            ["authorizer.integrationStatus"] = static call => Asked(call) ? "200" : null,
            ["authorizer.latency"] = static call => Latency(call),
            ["authorizer.requestId"] = static call => Asked(call) ? call.Client.Authorization!.RequestId : null,
            ["authorizer.status"] = static call => Asked(call) ? Number(call.Client.Authorization!.Status) : null,
            ["connectedAt"] = static call => call.Client.ConnectedAt.ToString(CultureInfo.InvariantCulture),
            ["connectionId"] = static call => call.Client.ConnectionId,
            ["domainName"] = static call => call.Client.DomainName,
            ["domainPrefix"] = static call => call.Client.DomainPrefix,
            ["error.message"] = static call => call.Fault?.Message,
            ["error.messageString"] = static call => call.Fault is { } fault ? $"\"{fault.Message}\"" : null,
            ["error.responseType"] = static call => call.Fault?.ResponseType,
            ["error.validationErrorString"] = static call => call.ValidationErrors,
            ["eventType"] = static call => call.EventType,
            ["extendedRequestId"] = static call => call.RequestId,
            ["identity.accessKey"] = static call => call.Client.Signer?.AccessKeyId,
            ["identity.accountId"] = static call => call.Client.Signer?.Account,
            ["identity.apiKey"] = static call => call.Client.Usage?.KeyValue,
            ["identity.apiKeyId"] = static call => call.Client.Usage?.KeyId,
            ["identity.caller"] = static call => call.Client.Signer?.UserId,
            ["identity.principalOrgId"] = static call => call.Client.Signer?.OrganizationId,
            ["identity.sourceIp"] = static call => call.Client.SourceIp,
            ["identity.user"] = static call => call.Client.Signer?.UserId,
            ["identity.userAgent"] = static call => call.Client.UserAgent,
            ["identity.userArn"] = static call => call.Client.Signer?.Arn,
            ["integration.error"] = static call => IntegrationError(call),
            ["integration.integrationStatus"] = static call => Number(call.Endpoint.ServiceStatus),
            ["integration.latency"] = static call => IntegrationLatency(call),
            ["integration.requestId"] = static call => call.Endpoint.AwsRequestId,
            ["integration.status"] = static call => Number(call.Endpoint.Status),
            ["integrationLatency"] = static call => IntegrationLatency(call),
            ["messageId"] = static call => call.MessageId,
            ["requestId"] = static call => call.RequestId,
            ["requestTime"] = static call => call.RequestTime,
            ["requestTimeEpoch"] = static call => call.RequestTimeEpoch.ToString(CultureInfo.InvariantCulture),
            ["routeKey"] = static call => call.Route?.Key ?? call.RouteKey,
            ["stage"] = static call => call.Stage.StageName,
            ["status"] = static call => call.Status == 0 ? null : Number(call.Status),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Groups =
        FrozenSet.Create(StringComparer.Ordinal, "authorizer", "authorize", "error", "identity", "integration");

    /// <summary>What never needs escaping in JSON: numbers, or text that is JSON already.</summary>
    private static readonly FrozenSet<string> Plain = FrozenSet.Create(
        StringComparer.Ordinal,
        "authorizer.integrationLatency", "authorizer.latency", "authorizer.status", "connectedAt", "error.messageString",
        "integration.integrationStatus", "integration.latency", "integration.status", "integrationLatency",
        "requestTimeEpoch", "status");

    /// <summary>Prints as nothing and has variables below it.</summary>
    public static bool IsGroup(string name) => Groups.Contains(name);

    public static bool IsPlain(string name) => Plain.Contains(name);

    /// <returns><see langword="null"/> for a variable that is never set.</returns>
    public static SocketContextReader? Find(string name)
    {
        if (Readers.TryGetValue(name, out var reader))
        {
            return reader;
        }

        if (!name.StartsWith(AuthorizerPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var property = name[AuthorizerPrefix.Length..];
        return call => call.Client.Authorization?.Find(property);
    }

    /// <summary>Only the handshake asked the authorizer; later events keep what it said and not how long it took (§3.8).</summary>
    private static bool Asked(RouteEvent call) =>
        call is { Kind: EventKind.Connect, Client.Authorization.IsFunction: true };

    private static string? Latency(RouteEvent call) => Asked(call)
        ? call.Client.Authorization!.IntegrationLatencyMs.ToString(CultureInfo.InvariantCulture)
        : null;

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? IntegrationLatency(RouteEvent call) => call.IntegrationLatency is { } latency
        ? ((long)Math.Round(latency.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture)
        : null;

    private static string? IntegrationError(RouteEvent call) =>
        call is { Fault: not null, IsIntegrationAttempted: true } ? call.Detail : null;
}
