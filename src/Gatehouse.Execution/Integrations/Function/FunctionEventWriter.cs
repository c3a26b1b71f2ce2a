using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>Writes the proxy event, format 1.0: every key always, in the order of the wire (sheet §5.11).</summary>
internal static class FunctionEventWriter
{
    private const int EventBytes = 4_096;

    // Lambda's own encoder escapes only what JSON requires; the reader is a JSON parser, never a page.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    // Identity keys that are null until a caller has that kind of identity; sourceIp and userAgent stand in between.
    private static readonly JsonEncodedText[] IdentityBeforeSourceIp =
    [
        .. new[] { "cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller" }
            .Select(static name => JsonEncodedText.Encode(name)),
    ];

    private static readonly JsonEncodedText[] IdentityBeforeUserAgent =
    [
        .. new[]
            {
                "principalOrgId", "accessKey", "cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn",
            }.Select(static name => JsonEncodedText.Encode(name)),
    ];

    /// <returns>The event, in a buffer that the caller owns.</returns>
    public static PooledBytes Write(RestCall call)
    {
        var output = new PooledBytes(EventBytes + call.Body.Length);
        Write(call, output);
        return output;
    }

    private static void Write(RestCall call, PooledBytes output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        var request = call.Request;
        json.WriteStartObject();
        json.WriteString("resource"u8, call.Method.ResourcePath);
        json.WriteString("path"u8, request.EventPath);
        json.WriteString("httpMethod"u8, request.Verb);
        WriteHeaders(json, call);
        WriteQuery(json, request.Query);
        WritePathParameters(json, call.Path);
        WriteStageVariables(json, request.Stage);
        WriteRequestContext(json, call);
        WriteBody(json, call);
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, RestCall call)
    {
        if (call.Request.Headers.Entries.Count == 0)
        {
            json.WriteNull("headers"u8); // only a test has none
            json.WriteNull("multiValueHeaders"u8);
            return;
        }

        var sorted = new List<KeyValuePair<string, StringValues>>(call.Request.Headers.Entries);
        sorted.RemoveAll(IsWithheld);
        sorted.Sort(static (a, b) => StringComparer.OrdinalIgnoreCase.Compare(a.Key, b.Key));
        json.WriteStartObject("headers"u8);
        foreach (var (name, values) in sorted)
        {
            json.WriteString(name, values[^1]);
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in sorted)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>A signature is for the gateway alone (sheet §1.5).</summary>
    private static bool IsWithheld(KeyValuePair<string, StringValues> header) =>
        header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        && HeaderRules.IsSignature(header.Value.ToString());

    private static void WriteQuery(Utf8JsonWriter json, QueryParameters query)
    {
        var pairs = query.Pairs;
        if (pairs.Count == 0)
        {
            json.WriteNull("queryStringParameters"u8);
            json.WriteNull("multiValueQueryStringParameters"u8);
            return;
        }

        // Grouped once: a query of thousands of pairs must not cost their square.
        var groups = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (groups.TryGetValue(name, out var values))
            {
                values.Add(value);
            }
            else
            {
                groups.Add(name, [value]);
            }
        }

        json.WriteStartObject("queryStringParameters"u8);
        foreach (var (name, values) in groups)
        {
            json.WriteString(name, values[^1]); // the last one wins (sheet §1.3)
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueQueryStringParameters"u8);
        foreach (var (name, values) in groups)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WritePathParameters(Utf8JsonWriter json, PathParameters path)
    {
        if (path.Count == 0)
        {
            json.WriteNull("pathParameters"u8);
            return;
        }

        json.WriteStartObject("pathParameters"u8);
        for (var i = 0; i < path.Count; i++)
        {
            json.WriteString(path.Names[i], path.ValueAt(i));
        }

        json.WriteEndObject();
    }

    private static void WriteStageVariables(Utf8JsonWriter json, StagePlan stage)
    {
        if (stage.Variables.Count == 0)
        {
            json.WriteNull("stageVariables"u8);
            return;
        }

        json.WriteStartObject("stageVariables"u8);
        foreach (var (name, value) in stage.Variables)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>The member of that name; an authorizer's event has the same one (security sheet §5.3).</summary>
    public static void WriteRequestContext(Utf8JsonWriter json, RestCall call)
    {
        var request = call.Request;
        var method = call.Method;
        json.WriteStartObject("requestContext"u8);
        json.WriteString("resourceId"u8, method.ResourceId);
        Authorizers.RequestContextWriter.Write(json, call.Authorization);
        json.WriteString("resourcePath"u8, method.ResourcePath);
        if (method.OperationName is not null)
        {
            json.WriteString("operationName"u8, method.OperationName);
        }

        json.WriteString("httpMethod"u8, request.Verb);
        json.WriteString("extendedRequestId"u8, request.ExtendedRequestId);
        json.WriteString("requestTime"u8, request.RequestTime);
        json.WriteString("path"u8, request.ContextPath);
        json.WriteString("accountId"u8, request.Stage.Scope.Account);
        json.WriteString("protocol"u8, "HTTP/1.1"u8);
        json.WriteString("stage"u8, request.Stage.StageName);
        json.WriteString("domainPrefix"u8, request.DomainPrefix);
        json.WriteNumber("requestTimeEpoch"u8, request.ArrivedAt.ToUnixTimeMilliseconds());
        json.WriteString("requestId"u8, request.RequestId);
        WriteIdentity(json, request, call.Signer, call.Usage);
        json.WriteString("domainName"u8, request.DomainName);
        json.WriteString("deploymentId"u8, request.Stage.DeploymentId);
        json.WriteString("apiId"u8, request.Stage.ApiId);
        if (request.Stage.IsCanary is { } isCanary)
        {
            json.WriteBoolean("isCanaryRequest"u8, isCanary);
        }

        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, ArrivedRequest request, Authorizers.Iam.IamCaller? signer, Throttling.PlanUse? usage)
    {
        if (request.Test is { } test)
        {
            TestIdentityWriter.Write(json, test);
            return;
        }

        json.WriteStartObject("identity"u8);
        if (signer is null)
        {
            foreach (var name in IdentityBeforeSourceIp)
            {
                json.WriteNull(name);
            }

            json.WriteString("sourceIp"u8, request.SourceIp);
            foreach (var name in IdentityBeforeUserAgent)
            {
                json.WriteNull(name);
            }
        }
        else
        {
            WriteSigner(json, request, signer);
        }

        json.WriteString("userAgent"u8, request.UserAgent);
        json.WriteString("user"u8, signer?.UserId);
        if (usage is not null)
        {
            json.WriteString("apiKey"u8, usage.KeyValue);
            json.WriteString("apiKeyId"u8, usage.KeyId);
        }

        ClientCertificateWriter.Write(json, request.ClientCertificate);
        json.WriteEndObject();
    }

    /// <summary>Who signed, in the order of the nulls that stand for nobody (security §1.9).</summary>
    private static void WriteSigner(Utf8JsonWriter json, ArrivedRequest request, Authorizers.Iam.IamCaller signer)
    {
        json.WriteNull("cognitoIdentityPoolId"u8);
        json.WriteString("accountId"u8, signer.Account);
        json.WriteNull("cognitoIdentityId"u8);
        json.WriteString("caller"u8, signer.UserId);
        json.WriteString("sourceIp"u8, request.SourceIp);
        json.WriteString("principalOrgId"u8, signer.OrganizationId);
        json.WriteString("accessKey"u8, signer.AccessKeyId);
        json.WriteNull("cognitoAuthenticationType"u8);
        json.WriteNull("cognitoAuthenticationProvider"u8);
        json.WriteString("userArn"u8, signer.Arn);
    }

    private static void WriteBody(Utf8JsonWriter json, RestCall call)
    {
        var body = call.Body.Span;
        var types = call.Request.Stage.BinaryMediaTypes;
        var isBinary = types.IsDefined
            && types.Matches(MediaType.OfContentType(call.Request.Http.Request.ContentType));
        if (body.IsEmpty)
        {
            json.WriteNull("body"u8);
            json.WriteBoolean("isBase64Encoded"u8, false);
            return;
        }

        if (isBinary)
        {
            json.WriteBase64String("body"u8, body);
        }
        else if (System.Text.Unicode.Utf8.IsValid(body))
        {
            json.WriteString("body"u8, body);
        }
        else
        {
            // What is no UTF-8 becomes replacement characters (sheet §8.3).
            json.WriteString("body"u8, System.Text.Encoding.UTF8.GetString(body));
        }

        json.WriteBoolean("isBase64Encoded"u8, isBinary);
    }
}
