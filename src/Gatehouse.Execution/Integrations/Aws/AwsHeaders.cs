using System.Collections.Frozen;
using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest.Headers;
using Gatehouse.Wire.SigV4;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>The header lines of a call to a service (sheet §5.5), before they are signed.</summary>
internal static class AwsHeaders
{
    /// <summary>The gateway's own: no mapping and no template may choose who signs, for which host, or what is hashed.</summary>
    private static readonly FrozenSet<string> Own = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Host", SigV4Names.AuthorizationHeader, SigV4Names.DateHeader, SigV4Names.TokenHeader,
        SigV4Names.ContentHashHeader, TraceIdentity.HeaderName, "X-Amz-Source-Arn", "x-amzn-apigateway-api-id");

    public static List<KeyValuePair<string, string>> Of(
        AwsSettings settings, AwsCaller caller, BackendRequest mapped, string method, AwsTarget target,
        ReadOnlyMemory<byte> body)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", settings.Endpoint.Host) };
        foreach (var (name, values) in mapped.Headers)
        {
            AddMapped(headers, name, values);
        }

        if (!mapped.HasHeader("Accept"))
        {
            headers.Add(new("Accept", MediaType.Json));
        }

        if (!mapped.HasHeader("User-Agent"))
        {
            headers.Add(new("User-Agent", settings.UserAgent));
        }

        if (!mapped.HasHeader("Content-Type") && AwsSettings.HasBody(method)
            && ContentType(settings, caller, mapped, target) is { } contentType)
        {
            headers.Add(new("Content-Type", contentType));
        }

        if (target.Header is not null)
        {
            headers.Add(new(AwsTarget.HeaderName, target.Header));
        }

        headers.Add(new(TraceIdentity.HeaderName, caller.TraceHeader));
        headers.Add(new("x-amzn-apigateway-api-id", settings.ApiId));
        headers.Add(new("X-Amz-Source-Arn", settings.SourceArn));
        if (settings.Service.IsS3)
        {
            headers.Add(new(SigV4Names.ContentHashHeader, SigV4Signer.HashPayload(body.Span))); // S3 demands it
        }

        return headers;
    }

    /// <summary>The hash that the signature covers: S3's is already at hand.</summary>
    public static string PayloadHash(
        AwsSettings settings, ReadOnlyMemory<byte> body, List<KeyValuePair<string, string>> headers) =>
        settings.Service.IsS3 ? headers[^1].Value : SigV4Signer.HashPayload(body.Span);

    public static List<KeyValuePair<string, StringValues>> Read(UpstreamExchange exchange)
    {
        var headers = new List<KeyValuePair<string, StringValues>>(exchange.Headers.Count);
        foreach (var header in exchange.Headers)
        {
            var name = header.NameText;
            var index = headers.FindIndex(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                headers.Add(new(name, header.ValueText));
            }
            else
            {
                headers[index] = new(headers[index].Key, StringValues.Concat(headers[index].Value, header.ValueText));
            }
        }

        return headers;
    }

    public static string? Find(List<KeyValuePair<string, StringValues>> headers, string name)
    {
        var index = headers.FindIndex(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : headers[index].Value.ToString();
    }

    /// <returns>The name of a mapped header that cannot be sent, or <see langword="null"/>.</returns>
    public static string? FindUnsendable(BackendRequest mapped)
    {
        foreach (var (name, values) in mapped.Headers)
        {
            if (!HeaderBytes.IsToken(name))
            {
                return name;
            }

            foreach (var value in values)
            {
                if (value is not null && value.AsSpan().ContainsAny(HeaderBytes.ControlChars) && IsSent(name))
                {
                    return name;
                }
            }
        }

        return null;
    }

    private static void AddMapped(List<KeyValuePair<string, string>> headers, string name, StringValues values)
    {
        if (!IsSent(name))
        {
            return;
        }

        foreach (var value in values)
        {
            if (value is not null)
            {
                headers.Add(new(name, value));
            }
        }
    }

    private static bool IsSent(string name) =>
        !Own.Contains(name)
        && !HopByHop.IsReserved(Encoding.ASCII.GetBytes(name))
        && HeaderRules.TowardIntegration(name, HeaderFamily.Http) == HeaderAction.Pass;

    private static string? ContentType(
        AwsSettings settings, AwsCaller caller, BackendRequest mapped, AwsTarget target)
    {
        if (target.Header is not null)
        {
            return settings.Service.ContentType;
        }

        var sent = caller.ContentType;
        return !string.IsNullOrEmpty(sent) ? sent : mapped.IsTransformed ? MediaType.Json : null;
    }
}

/// <summary>What a service's request takes from the client's.</summary>
/// <param name="TraceHeader">Of the request.</param>
/// <param name="ContentType">As the client sent it.</param>
internal readonly record struct AwsCaller(string TraceHeader, string? ContentType);
