using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Callers;

namespace Gatehouse.Execution.Http.Events;

/// <summary>
/// Payload format 1.0 (http-api §7.3): the members of a REST API's event; what is absent is there and null.
/// </summary>
internal static class EventV1Writer
{
    /// <summary>The event of an integration.</summary>
    /// <returns>In a buffer that the caller owns.</returns>
    public static PooledBytes Write(RouteCall call, EventRequest request)
    {
        var output = new PooledBytes(EventParts.ExpectedBytes + call.Body.Length);
        using var json = new Utf8JsonWriter(output, EventParts.Options);
        json.WriteStartObject();
        json.WriteString("version"u8, "1.0"u8);
        WriteRequest(json, call, request);
        WriteContext(json, call, request, call.Caller);
        WritePathVariables(json, call);
        WriteStageVariables(json, call.Request.Stage);
        if (call.Body.IsEmpty)
        {
            json.WriteNull("body"u8);
        }

        json.WriteBoolean("isBase64Encoded"u8, EventBody.Write(json, call.Body.Span, request.ContentType));
        json.WriteEndObject();
        json.Flush();
        return output;
    }

    /// <summary><c>resource</c> to <c>multiValueQueryStringParameters</c>.</summary>
    public static void WriteRequest(Utf8JsonWriter json, RouteCall call, EventRequest request)
    {
        json.WriteString("resource"u8, call.Route.Path);
        // With the API mapping's key on custom domains, unlike rawPath.
        json.WriteString("path"u8, PathOf(request));
        json.WriteString("httpMethod"u8, call.Request.Verb);
        json.WriteStartObject("headers"u8);
        foreach (var (name, values) in request.Headers)
        {
            json.WriteString(name, values[^1]); // the last one (unconfirmed)
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in request.Headers)
        {
            EventParts.WriteArray(json, name, values);
        }

        json.WriteEndObject();
        WriteQuery(json, request);
    }

    public static void WriteContext(Utf8JsonWriter json, RouteCall call, EventRequest request, RouteCaller? caller)
    {
        var client = call.Request;
        json.WriteStartObject("requestContext"u8);
        json.WriteString("accountId"u8, client.Stage.Scope.Account);
        json.WriteString("apiId"u8, client.Stage.ApiId);
        json.WritePropertyName("authorizer"u8);
        if (caller is null)
        {
            RouteCaller.WriteNobodyV1(json);
        }
        else
        {
            caller.WriteV1(json);
        }

        json.WriteString("domainName"u8, client.DomainName);
        json.WriteString("domainPrefix"u8, client.DomainPrefix);
        json.WriteString("extendedRequestId"u8, client.RequestId);
        json.WriteString("httpMethod"u8, client.Verb);
        WriteIdentity(json, client, caller?.Identity);
        json.WriteString("path"u8, PathOf(request));
        json.WriteString("protocol"u8, EventParts.Protocol);
        json.WriteString("requestId"u8, client.RequestId);
        json.WriteString("requestTime"u8, client.RequestTime);
        json.WriteNumber("requestTimeEpoch"u8, client.ArrivedAt.ToUnixTimeMilliseconds());
        json.WriteNull("resourceId"u8);
        json.WriteString("resourcePath"u8, call.Route.Path);
        json.WriteString("stage"u8, client.Stage.StageName);
        json.WriteEndObject();
    }

    public static void WritePathVariables(Utf8JsonWriter json, RouteCall call)
    {
        if (call.Path.Count == 0)
        {
            json.WriteNull("pathParameters"u8);
            return;
        }

        json.WriteStartObject("pathParameters"u8);
        EventParts.WritePathVariables(json, call.Path);
        json.WriteEndObject();
    }

    public static void WriteStageVariables(Utf8JsonWriter json, HttpStagePlan stage)
    {
        if (stage.Variables.Count == 0)
        {
            json.WriteNull("stageVariables"u8);
            return;
        }

        json.WriteStartObject("stageVariables"u8);
        EventParts.WriteStageVariables(json, stage);
        json.WriteEndObject();
    }

    private static string PathOf(EventRequest request) =>
        request.MappedPath ?? Exchange.PercentEncoding.Decode(request.Request.ClientPath, isPlusSpace: false);

    private static void WriteQuery(Utf8JsonWriter json, EventRequest request)
    {
        if (request.Query.Count == 0)
        {
            json.WriteNull("queryStringParameters"u8);
            json.WriteNull("multiValueQueryStringParameters"u8);
            return;
        }

        var groups = EventParts.Group(request.Query).ToList();
        json.WriteStartObject("queryStringParameters"u8);
        foreach (var (name, values) in groups)
        {
            json.WriteString(name, values[^1]);
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueQueryStringParameters"u8);
        foreach (var (name, values) in groups)
        {
            EventParts.WriteArray(json, name, values);
        }

        json.WriteEndObject();
    }

    /// <summary>Null but for the address and the agent, unless the caller signed.</summary>
    private static void WriteIdentity(Utf8JsonWriter json, HttpApiRequest client, SignedIdentity? signed)
    {
        json.WriteStartObject("identity"u8);
        json.WriteString("accessKey"u8, signed?.AccessKey);
        json.WriteString("accountId"u8, signed?.AccountId);
        json.WriteString("caller"u8, signed?.CallerId);
        json.WriteString("cognitoAuthenticationProvider"u8, signed?.Cognito?.AuthenticationProvider);
        json.WriteString("cognitoAuthenticationType"u8, signed?.Cognito?.AuthenticationType);
        json.WriteString("cognitoIdentityId"u8, signed?.Cognito?.IdentityId);
        json.WriteString("cognitoIdentityPoolId"u8, signed?.Cognito?.IdentityPoolId);
        json.WriteString("principalOrgId"u8, signed?.PrincipalOrgId);
        json.WriteString("sourceIp"u8, client.SourceIp);
        json.WriteString("user"u8, signed?.UserId);
        json.WriteString("userAgent"u8, client.UserAgent);
        json.WriteString("userArn"u8, signed?.UserArn);
        ClientCertificateWriter.Write(json, client.ClientCertificate);
        json.WriteEndObject();
    }
}
