using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Callers;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Events;

/// <summary>
/// Payload format 2.0 (http-api §7.2): the members in the order AWS prints them; what is absent is left out.
/// </summary>
internal static class EventV2Writer
{
    private const string Cookie = "cookie";

    /// <summary>The event of an integration.</summary>
    /// <returns>In a buffer that the caller owns.</returns>
    public static PooledBytes Write(RouteCall call, EventRequest request)
    {
        var output = new PooledBytes(EventParts.ExpectedBytes + call.Body.Length);
        using var json = new Utf8JsonWriter(output, EventParts.Options);
        json.WriteStartObject();
        json.WriteString("version"u8, "2.0"u8);
        json.WriteString("routeKey"u8, call.Route.Key);
        WriteRequest(json, request);
        WriteContext(json, call, request, call.Caller);
        var isBase64 = EventBody.Write(json, call.Body.Span, request.ContentType);
        if (call.Path.Count > 0)
        {
            json.WriteStartObject("pathParameters"u8);
            EventParts.WritePathVariables(json, call.Path);
            json.WriteEndObject();
        }

        json.WriteBoolean("isBase64Encoded"u8, isBase64);
        WriteStageVariables(json, call.Request.Stage);
        json.WriteEndObject();
        json.Flush();
        return output;
    }

    /// <summary>
    /// <c>rawPath</c> to <c>queryStringParameters</c>: also part of what a Lambda authorizer is asked (http-api §13.3).
    /// </summary>
    public static void WriteRequest(Utf8JsonWriter json, EventRequest request)
    {
        json.WriteString("rawPath"u8, request.MappedPath ?? request.Request.RawPath);
        json.WriteString("rawQueryString"u8, request.RawQuery);
        WriteCookies(json, request);
        json.WriteStartObject("headers"u8);
        foreach (var (name, values) in request.Headers)
        {
            if (name != Cookie)
            {
                json.WriteString(name, EventParts.Joined(values));
            }
        }

        json.WriteEndObject();
        if (request.Query.Count == 0)
        {
            return;
        }

        json.WriteStartObject("queryStringParameters"u8);
        foreach (var (name, values) in EventParts.Group(request.Query))
        {
            json.WriteString(name, EventParts.Joined(values));
        }

        json.WriteEndObject();
    }

    /// <param name="json">The event.</param>
    /// <param name="call">The call.</param>
    /// <param name="request">As the event shows it.</param>
    /// <param name="caller">Who calls; an authorizer is asked without one.</param>
    public static void WriteContext(Utf8JsonWriter json, RouteCall call, EventRequest request, RouteCaller? caller)
    {
        var client = call.Request;
        json.WriteStartObject("requestContext"u8);
        json.WriteString("accountId"u8, client.Stage.Scope.Account);
        json.WriteString("apiId"u8, client.Stage.ApiId);
        if (client.ClientCertificate is { } certificate)
        {
            json.WriteStartObject("authentication"u8);
            ClientCertificateWriter.Write(json, certificate);
            json.WriteEndObject();
        }

        if (caller is not null)
        {
            json.WritePropertyName("authorizer"u8);
            caller.WriteV2(json);
        }

        json.WriteString("domainName"u8, client.DomainName);
        json.WriteString("domainPrefix"u8, client.DomainPrefix);
        json.WriteStartObject("http"u8);
        json.WriteString("method"u8, client.Verb);
        json.WriteString("path"u8, request.MappedPath ?? client.RawPath);
        json.WriteString("protocol"u8, EventParts.Protocol);
        json.WriteString("sourceIp"u8, client.SourceIp);
        json.WriteString("userAgent"u8, client.UserAgent ?? string.Empty);
        json.WriteEndObject();
        json.WriteString("requestId"u8, client.RequestId);
        json.WriteString("routeKey"u8, call.Route.Key);
        json.WriteString("stage"u8, client.Stage.StageName);
        json.WriteString("time"u8, client.RequestTime);
        json.WriteNumber("timeEpoch"u8, client.ArrivedAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    public static void WriteStageVariables(Utf8JsonWriter json, HttpStagePlan stage)
    {
        if (stage.Variables.Count > 0)
        {
            json.WriteStartObject("stageVariables"u8);
            EventParts.WriteStageVariables(json, stage);
            json.WriteEndObject();
        }
    }

    /// <summary>One element for each pair; the header itself is absent then.</summary>
    private static void WriteCookies(Utf8JsonWriter json, EventRequest request)
    {
        var cookies = StringValues.Empty;
        foreach (var (name, values) in request.Headers)
        {
            cookies = name == Cookie ? values : cookies;
        }

        var isOpen = false;
        foreach (var line in cookies)
        {
            foreach (var range in line.AsSpan().Split(';'))
            {
                var cookie = line.AsSpan(range).Trim();
                if (cookie.IsEmpty)
                {
                    continue;
                }

                if (!isOpen)
                {
                    json.WriteStartArray("cookies"u8);
                    isOpen = true;
                }

                json.WriteStringValue(cookie);
            }
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }
}
