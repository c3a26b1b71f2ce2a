using System.Globalization;
using System.Text.Json;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Events;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Identity.Signatures;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>
/// The event of a function URL: payload format 2.0 of HTTP APIs with placeholders for what only those have (Lambda
/// developer guide, "Invoking Lambda function URLs").
/// </summary>
internal static class FunctionUrlEventWriter
{
    private const string Cookie = "cookie";
    private const string Default = "$default";

    /// <returns>In a buffer that the caller owns.</returns>
    public static PooledBytes Write(FunctionUrlRequest request, ReadOnlySpan<byte> body, CredentialHolder? caller)
    {
        var output = new PooledBytes(EventParts.ExpectedBytes + body.Length);
        using var json = new Utf8JsonWriter(output, EventParts.Options);
        json.WriteStartObject();
        json.WriteString("version"u8, "2.0"u8);
        json.WriteString("routeKey"u8, Default);
        json.WriteString("rawPath"u8, request.Path);
        json.WriteString("rawQueryString"u8, request.RawQuery);
        WriteHeaders(json, request, body.Length);
        WriteQuery(json, request);
        WriteContext(json, request, caller);
        var isBase64 = EventBody.Write(json, body, request.Http.Request.ContentType);
        json.WriteBoolean("isBase64Encoded"u8, isBase64);
        json.WriteEndObject();
        json.Flush();
        return output;
    }

    private static void WriteHeaders(Utf8JsonWriter json, FunctionUrlRequest request, int bodyLength)
    {
        var received = request.Http.Request.Headers;
        var connection = received.Connection;
        var mayName = ConnectionNames.MayName(connection);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in received)
        {
            if (!Http.ClientHeaders.EndHere(name) && !(mayName && ConnectionNames.EndsHere(connection, name))
                && !IsSignature(request, name, values))
            {
                headers[LowerCase.Of(name)] = EventParts.Joined(values);
            }
        }

        if (bodyLength > 0)
        {
            headers["content-length"] = bodyLength.ToString(CultureInfo.InvariantCulture);
        }

        headers["x-amzn-trace-id"] = request.TraceHeader;
        headers["x-forwarded-for"] = request.SourceIp; // the immediate peer: nothing that a client says of itself
        headers["x-forwarded-port"] = request.LocalPort;
        headers["x-forwarded-proto"] = request.Http.Request.Scheme;
        if (headers.Remove(Cookie))
        {
            WriteCookies(json, received.Cookie);
        }

        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>A signature is for Lambda alone.</summary>
    private static bool IsSignature(FunctionUrlRequest request, string name, StringValues values) =>
        request.Url.IsSigned && name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        && values.ToString().StartsWith("AWS4-", StringComparison.Ordinal);

    private static void WriteCookies(Utf8JsonWriter json, StringValues lines)
    {
        json.WriteStartArray("cookies"u8);
        foreach (var line in lines)
        {
            foreach (var range in line.AsSpan().Split(';'))
            {
                if (line.AsSpan(range).Trim() is { IsEmpty: false } cookie)
                {
                    json.WriteStringValue(cookie);
                }
            }
        }

        json.WriteEndArray();
    }

    private static void WriteQuery(Utf8JsonWriter json, FunctionUrlRequest request)
    {
        var pairs = ClientQuery.Parse(request.RawQuery).Pairs;
        if (pairs.Count == 0)
        {
            return;
        }

        json.WriteStartObject("queryStringParameters"u8);
        foreach (var (name, values) in EventParts.Group(pairs))
        {
            json.WriteString(name, EventParts.Joined(values));
        }

        json.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter json, FunctionUrlRequest request, CredentialHolder? caller)
    {
        json.WriteStartObject("requestContext"u8);
        // Of the owner; of an anonymous caller captures say "anonymous".
        json.WriteString("accountId"u8, caller is null ? "anonymous" : request.Url.Scope.Account);
        json.WriteString("apiId"u8, request.Url.UrlId);
        if (caller is not null)
        {
            WriteCaller(json, caller);
        }

        json.WriteString("domainName"u8, request.DomainName);
        json.WriteString("domainPrefix"u8, request.Url.UrlId);
        json.WriteStartObject("http"u8);
        json.WriteString("method"u8, request.Verb);
        json.WriteString("path"u8, request.Path);
        json.WriteString("protocol"u8, EventParts.Protocol);
        json.WriteString("sourceIp"u8, request.SourceIp);
        json.WriteString("userAgent"u8, request.UserAgent ?? string.Empty);
        json.WriteEndObject();
        json.WriteString("requestId"u8, request.RequestId);
        json.WriteString("routeKey"u8, Default);
        json.WriteString("stage"u8, Default);
        json.WriteString("time"u8, request.RequestTime);
        json.WriteNumber("timeEpoch"u8, request.ArrivedAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static void WriteCaller(Utf8JsonWriter json, CredentialHolder caller)
    {
        json.WriteStartObject("authorizer"u8);
        json.WriteStartObject("iam"u8);
        json.WriteString("accessKey"u8, caller.AccessKeyId);
        json.WriteString("accountId"u8, caller.Account);
        json.WriteString("callerId"u8, caller.UserId);
        json.WriteNull("cognitoIdentity"u8);
        json.WriteString("principalOrgId"u8, caller.Principal.OrganizationId);
        json.WriteString("userArn"u8, caller.PrincipalArn);
        json.WriteString("userId"u8, caller.UserId);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
