using System.Text.Json;
using Gatehouse.Execution.Http.Events;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Authorization;

/// <summary>Writes what authorizers' functions of HTTP APIs are sent (http-api §13.3): never a body.</summary>
internal static class GuardEventWriter
{
    /// <param name="call">The request.</param>
    /// <param name="invokeArn">Of it.</param>
    /// <param name="identity">The values of each identity source.</param>
    public static byte[] WriteV2(RouteCall call, string invokeArn, StringValues[] identity)
    {
        using var output = new PooledBytes(EventParts.ExpectedBytes);
        using (var json = new Utf8JsonWriter(output, EventParts.Options))
        {
            var request = EventRequest.Of(call);
            json.WriteStartObject();
            json.WriteString("version"u8, "2.0"u8);
            json.WriteString("type"u8, "REQUEST"u8);
            json.WriteString("routeArn"u8, invokeArn);
            WriteIdentity(json, identity);
            json.WriteString("routeKey"u8, call.Route.Key);
            EventV2Writer.WriteRequest(json, request);
            EventV2Writer.WriteContext(json, call, request, caller: null);
            if (call.Path.Count > 0)
            {
                json.WriteStartObject("pathParameters"u8);
                EventParts.WritePathVariables(json, call.Path);
                json.WriteEndObject();
            }

            EventV2Writer.WriteStageVariables(json, call.Request.Stage);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <param name="call">The request.</param>
    /// <param name="invokeArn">Of it.</param>
    /// <param name="identity">The values of each identity source; joined with commas here.</param>
    public static byte[] WriteV1(RouteCall call, string invokeArn, StringValues[] identity)
    {
        using var output = new PooledBytes(EventParts.ExpectedBytes);
        using (var json = new Utf8JsonWriter(output, EventParts.Options))
        {
            var request = EventRequest.Of(call);
            var joined = identity.Length == 0 ? null : string.Join(',', identity.Select(EventParts.Joined));
            json.WriteStartObject();
            json.WriteString("version"u8, "1.0"u8);
            json.WriteString("type"u8, "REQUEST"u8);
            json.WriteString("methodArn"u8, invokeArn);
            json.WriteString("identitySource"u8, joined);
            json.WriteString("authorizationToken"u8, joined);
            EventV1Writer.WriteRequest(json, call, request);
            EventV1Writer.WriteContext(json, call, request, caller: null);
            EventV1Writer.WritePathVariables(json, call);
            EventV1Writer.WriteStageVariables(json, call.Request.Stage);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>One text for each source; null where there is none (unconfirmed).</summary>
    private static void WriteIdentity(Utf8JsonWriter json, StringValues[] identity)
    {
        if (identity.Length == 0)
        {
            json.WriteNull("identitySource"u8);
            return;
        }

        json.WriteStartArray("identitySource"u8);
        foreach (var values in identity)
        {
            json.WriteStringValue(EventParts.Joined(values));
        }

        json.WriteEndArray();
    }
}
