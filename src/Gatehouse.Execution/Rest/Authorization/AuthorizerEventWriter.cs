using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Records;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>Writes what authorizers' functions of REST APIs are sent (security §5.3).</summary>
internal static class AuthorizerEventWriter
{
    private const int EventBytes = 4_096;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    /// <summary>The event of a TOKEN authorizer.</summary>
    /// <param name="token">The header's value as it came, scheme and all.</param>
    /// <param name="invokeArn">Of the request.</param>
    public static byte[] WriteToken(string token, string invokeArn)
    {
        using var output = new PooledBytes(EventBytes);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "TOKEN"u8);
            json.WriteString("authorizationToken"u8, token);
            json.WriteString("methodArn"u8, invokeArn);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// The event of a REQUEST authorizer: the proxy event without the body. What is empty is <c>{}</c>, where the proxy
    /// event has null (unconfirmed for the maps of several values).
    /// </summary>
    /// <param name="call">The request.</param>
    /// <param name="invokeArn">Of it.</param>
    /// <param name="masked">Names whose values logs do not show; <see langword="null"/> for the function.</param>
    public static byte[] WriteRequest(RestCall call, string invokeArn, IReadOnlySet<string>? masked)
    {
        using var output = new PooledBytes(EventBytes);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            var request = call.Request;
            json.WriteStartObject();
            json.WriteString("type"u8, "REQUEST"u8);
            json.WriteString("methodArn"u8, invokeArn);
            json.WriteString("resource"u8, call.Method.ResourcePath);
            json.WriteString("path"u8, request.EventPath);
            json.WriteString("httpMethod"u8, request.Verb);
            var headers = new List<KeyValuePair<string, StringValues>>(request.Headers.Entries);
            headers.Sort(static (a, b) => StringComparer.OrdinalIgnoreCase.Compare(a.Key, b.Key));
            WriteValues(json, "headers", "multiValueHeaders", headers, masked);
            WriteValues(
                json, "queryStringParameters", "multiValueQueryStringParameters", QueryOf(request), masked);
            WritePathParameters(json, call);
            WriteStageVariables(json, request.Stage);
            FunctionEventWriter.WriteRequestContext(json, call);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteValues(
        Utf8JsonWriter json, string single, string multiple, List<KeyValuePair<string, StringValues>> entries,
        IReadOnlySet<string>? masked)
    {
        json.WriteStartObject(single);
        foreach (var (name, values) in entries)
        {
            json.WriteString(name, Show(name, values[^1], masked)); // the last one wins (rest-execution §1.3)
        }

        json.WriteEndObject();
        json.WriteStartObject(multiple);
        foreach (var (name, values) in entries)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(Show(name, value, masked));
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string? Show(string name, string? value, IReadOnlySet<string>? masked) =>
        masked is not null && masked.Contains(name) ? TraceText.Mask(value) : value;

    /// <summary>Grouped once: a query of thousands of pairs must not cost their square.</summary>
    private static List<KeyValuePair<string, StringValues>> QueryOf(ArrivedRequest request)
    {
        var groups = new OrderedDictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Query.Pairs)
        {
            groups[name] = groups.TryGetValue(name, out var values) ? StringValues.Concat(values, value) : value;
        }

        return [.. groups];
    }

    private static void WritePathParameters(Utf8JsonWriter json, RestCall call)
    {
        json.WriteStartObject("pathParameters"u8);
        for (var i = 0; i < call.Path.Count; i++)
        {
            json.WriteString(call.Path.Names[i], call.Path.ValueAt(i));
        }

        json.WriteEndObject();
    }

    private static void WriteStageVariables(Utf8JsonWriter json, StagePlan stage)
    {
        json.WriteStartObject("stageVariables"u8);
        foreach (var (name, value) in stage.Variables)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
