using Gatehouse.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// A request to the control plane as it arrived: undecoded, so that signatures can be checked over it.
/// </summary>
public sealed class ControlRequest
{
    /// <summary>In upper case as sent.</summary>
    public required string Method { get; init; }

    /// <summary>The path before any decoding, without the query.</summary>
    public required string RawPath { get; init; }

    /// <summary>The query as sent, without its question mark.</summary>
    public required string RawQuery { get; init; }

    /// <summary>Header lines; a name may come more than once.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The URL that the caller used, without a path: <c>http://localhost:4566</c>.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>The whole body, once it was read; empty before.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The last line of a header, or <see langword="null"/>.</summary>
    public string? FindHeader(string name)
    {
        for (var index = Headers.Count - 1; index >= 0; index--)
        {
            if (Headers[index].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Headers[index].Value;
            }
        }

        return null;
    }

    /// <summary>The same, as signatures are read from it.</summary>
    internal SigningRequest ToSigning() => new(Method, RawPath, RawQuery, Headers);

    internal static ControlRequest Of(HttpContext context)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var (path, query) = string.IsNullOrEmpty(target)
            ? (request.Path.ToUriComponent(), request.QueryString.ToUriComponent().TrimStart('?'))
            : Split(target);
        return new ControlRequest
        {
            Method = request.Method,
            RawPath = path,
            RawQuery = query,
            Headers =
            [
                .. request.Headers.SelectMany(
                    header => header.Value,
                    (header, value) => new KeyValuePair<string, string>(header.Key, value ?? "")),
            ],
            EndpointUrl = $"{request.Scheme}://{request.Host.ToUriComponent()}",
        };
    }

    internal ControlRequest With(ReadOnlyMemory<byte> body) => new()
    {
        Method = Method,
        RawPath = RawPath,
        RawQuery = RawQuery,
        Headers = Headers,
        EndpointUrl = EndpointUrl,
        Body = body,
    };

    /// <summary>Origin form, or absolute form as proxies send it (RFC 9112 §3.2).</summary>
    private static (string Path, string Query) Split(string target)
    {
        if (!target.StartsWith('/') && target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            var slash = target.IndexOf('/', scheme + 3);
            target = slash < 0 ? "/" : target[slash..];
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (target, "") : (target[..question], target[(question + 1)..]);
    }
}
