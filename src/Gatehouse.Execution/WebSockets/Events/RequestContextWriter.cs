using System.Text.Json;

namespace Gatehouse.Execution.WebSockets.Events;

/// <summary><c>requestContext</c> of the events, in the order in which Amazon writes it (websocket-api §4.2).</summary>
internal static class RequestContextWriter
{
    private const string PrincipalId = "principalId";
    private const string Latency = "integrationLatency";

    public static void Write(Utf8JsonWriter json, RouteEvent call)
    {
        var client = call.Client;
        json.WriteStartObject("requestContext"u8);
        json.WriteString("routeKey"u8, call.Route?.Key ?? SocketStagePlan.Connect);
        if (call.MessageId is not null)
        {
            json.WriteString("messageId"u8, call.MessageId);
        }

        if (call.Kind == EventKind.Disconnect)
        {
            json.WriteNumber("disconnectStatusCode"u8, call.CloseStatus.Code);
        }

        WriteAuthorizer(json, call);
        json.WriteString("eventType"u8, call.EventType);
        json.WriteString("extendedRequestId"u8, call.RequestId);
        json.WriteString("requestTime"u8, call.RequestTime);
        json.WriteString("messageDirection"u8, "IN"u8);
        if (call.Kind == EventKind.Disconnect)
        {
            json.WriteString("disconnectReason"u8, call.CloseStatus.Reason);
        }

        json.WriteString("stage"u8, call.Stage.StageName);
        json.WriteNumber("connectedAt"u8, client.ConnectedAt);
        json.WriteNumber("requestTimeEpoch"u8, call.RequestTimeEpoch);
        WriteIdentity(json, client);
        json.WriteString("requestId"u8, call.RequestId);
        json.WriteString("domainName"u8, client.DomainName);
        json.WriteString("connectionId"u8, client.ConnectionId);
        json.WriteString("apiId"u8, call.Stage.ApiId);
        json.WriteEndObject();
    }

    /// <summary>Texts all of them; the latency is told to <c>$connect</c> alone (§3.8).</summary>
    private static void WriteAuthorizer(Utf8JsonWriter json, RouteEvent call)
    {
        if (call.Client.Authorization is not { IsFunction: true } said)
        {
            return;
        }

        json.WriteStartObject("authorizer"u8);
        foreach (var entry in said.Context.Entries)
        {
            // What the gateway says itself no function can say.
            if (entry.Name is not (PrincipalId or Latency))
            {
                json.WriteString(entry.Name, entry.Text);
            }
        }

        json.WriteString(PrincipalId, said.PrincipalId);
        if (call.Kind == EventKind.Connect)
        {
            json.WriteNumber(Latency, said.IntegrationLatencyMs);
        }

        json.WriteEndObject();
    }

    /// <summary>Since 2022 what is null is left out (§4.2).</summary>
    private static void WriteIdentity(Utf8JsonWriter json, SocketClient client)
    {
        json.WriteStartObject("identity"u8);
        if (client.Signer is { } signer)
        {
            json.WriteString("accessKey"u8, signer.AccessKeyId);
            json.WriteString("accountId"u8, signer.Account);
            json.WriteString("caller"u8, signer.UserId);
            if (signer.OrganizationId is { } organization)
            {
                json.WriteString("principalOrgId"u8, organization);
            }

            json.WriteString("user"u8, signer.UserId);
            json.WriteString("userArn"u8, signer.Arn);
        }

        if (client.Usage is { } usage)
        {
            json.WriteString("apiKey"u8, usage.KeyValue);
            json.WriteString("apiKeyId"u8, usage.KeyId);
        }

        if (client.UserAgent is not null)
        {
            json.WriteString("userAgent"u8, client.UserAgent);
        }

        json.WriteString("sourceIp"u8, client.SourceIp);
        json.WriteEndObject();
    }
}
