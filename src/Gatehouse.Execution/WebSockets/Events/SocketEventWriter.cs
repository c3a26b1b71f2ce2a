using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Execution.WebSockets.Handshake;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Events;

/// <summary>
/// Writes what functions are sent (websocket-api §4): members in Amazon's order, and what is absent is left out, never null.
/// </summary>
internal static class SocketEventWriter
{
    private const int ExpectedBytes = 2_048;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    /// <summary>The event of a proxy integration.</summary>
    /// <returns>In a buffer that the caller owns.</returns>
    public static PooledBytes Write(RouteEvent call)
    {
        var output = new PooledBytes(ExpectedBytes + call.Body.Length);
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        switch (call.Kind)
        {
            case EventKind.Connect:
                WriteHeaders(json, call.Handshake!, forAuthorizer: false);
                WriteQuery(json, call.Handshake!, forAuthorizer: false);
                break;
            case EventKind.Disconnect:
                WriteSyntheticHeaders(json, call.Client.DomainName);
                break;
            default:
                break;
        }

        RequestContextWriter.Write(json, call);
        WriteVariables(json, call.Stage, forAuthorizer: false);
        if (call.Kind == EventKind.Message)
        {
            json.WriteString("body"u8, call.Body.Span);
        }

        json.WriteBoolean("isBase64Encoded"u8, false);
        json.WriteEndObject();
        json.Flush();
        return output;
    }

    /// <summary>The event of a Lambda authorizer (§3.8): what is empty is <c>{}</c> here.</summary>
    /// <param name="connect">The handshake.</param>
    /// <param name="methodArn">Of <c>$connect</c>.</param>
    public static byte[] WriteAuthorizer(RouteEvent connect, string methodArn)
    {
        using var output = new PooledBytes(ExpectedBytes);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "REQUEST"u8);
            json.WriteString("methodArn"u8, methodArn);
            WriteHeaders(json, connect.Handshake!, forAuthorizer: true);
            WriteQuery(json, connect.Handshake!, forAuthorizer: true);
            WriteVariables(json, connect.Stage, forAuthorizer: true);
            RequestContextWriter.Write(json, connect);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteHeaders(Utf8JsonWriter json, HandshakeRequest request, bool forAuthorizer)
    {
        var headers = request.Headers;
        if (forAuthorizer)
        {
            headers = [.. headers];
            if (!headers.Exists(static h => h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
            {
                headers.Add(new("content-length", "0"));
                headers.Sort(static (a, b) => StringComparer.OrdinalIgnoreCase.Compare(a.Key, b.Key));
            }
        }

        json.WriteStartObject("headers"u8);
        foreach (var (name, values) in headers)
        {
            if (forAuthorizer || !HandshakeRequest.IsForAuthorizersOnly(name))
            {
                json.WriteString(name, values[^1]); // the last one wins (§4.1)
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in headers)
        {
            if (forAuthorizer || !HandshakeRequest.IsForAuthorizersOnly(name))
            {
                WriteArray(json, name, values);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter json, HandshakeRequest request, bool forAuthorizer)
    {
        var groups = request.GroupQuery();
        if (groups.Count == 0 && !forAuthorizer)
        {
            return;
        }

        json.WriteStartObject("queryStringParameters"u8);
        foreach (var (name, values) in groups)
        {
            json.WriteString(name, values[^1]);
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueQueryStringParameters"u8);
        foreach (var (name, values) in groups)
        {
            WriteArray(json, name, values);
        }

        json.WriteEndObject();
    }

    /// <summary>The four headers of every disconnection (§4.1, captured).</summary>
    private static void WriteSyntheticHeaders(Utf8JsonWriter json, string domainName)
    {
        json.WriteStartObject("headers"u8);
        json.WriteString("Host"u8, domainName);
        json.WriteString("x-api-key"u8, ""u8);
        json.WriteString("X-Forwarded-For"u8, ""u8);
        json.WriteString("x-restapi"u8, ""u8);
        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders"u8);
        WriteArray(json, "Host", domainName);
        WriteArray(json, "x-api-key", string.Empty);
        WriteArray(json, "X-Forwarded-For", string.Empty);
        WriteArray(json, "x-restapi", string.Empty);
        json.WriteEndObject();
    }

    private static void WriteVariables(Utf8JsonWriter json, SocketStagePlan stage, bool forAuthorizer)
    {
        if (stage.Variables.Count == 0 && !forAuthorizer)
        {
            return;
        }

        json.WriteStartObject("stageVariables"u8);
        foreach (var (name, value) in stage.Variables)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, StringValues values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
