using System.Buffers.Text;
using System.Text;

namespace Gatehouse.Functions.RuntimeApi;

internal enum RuntimeRoute
{
    Unknown = 0,
    WrongMethod = 1,
    Next = 2,
    Response = 3,
    InvocationError = 4,
    InitError = 5,
    Ping = 6,
}

/// <summary>One request's head: only what the Runtime API acts on (deployment-and-tools §6.3).</summary>
/// <remarks>
/// A small closed protocol on loopback: hand-written because a warm call passes here twice, and every general server
/// costs more per request than the whole rest of the call. Whatever is ambiguous (RFC 9112 §6.3) is refused.
/// </remarks>
internal sealed class RequestHead
{
    private const string Prefix = "/2018-06-01/";

    public RuntimeRoute Route { get; private set; }

    /// <summary>The id in the path of an answer.</summary>
    public string RequestId { get; private set; } = "";

    public long ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    public bool ExpectsContinue { get; private set; }

    public bool IsKeepAlive { get; private set; }

    public string? ContentType { get; private set; }

    public string? ErrorType { get; private set; }

    public string? ResponseMode { get; private set; }

    /// <summary>
    /// Our own clients' hint: bytes they have printed so far, so that the log ends before END is written.
    /// </summary>
    public long? LogBytes { get; private set; }

    /// <summary>
    /// A browser sent it: no page may talk to a function's Runtime API, whatever name resolves to it.
    /// </summary>
    public bool IsFromBrowser { get; private set; }

    /// <param name="head">The head with its closing empty line.</param>
    /// <returns><see langword="null"/> when it is not a well-formed HTTP/1.x request.</returns>
    public static RequestHead? Parse(ReadOnlySpan<byte> head)
    {
        var lineEnd = head.IndexOf("\r\n"u8);
        var result = new RequestHead();
        if (lineEnd < 0 || !result.ReadRequestLine(head[..lineEnd]))
        {
            return null;
        }

        var rest = head[(lineEnd + 2)..];
        var hasLength = false;
        for (var count = 0; !rest.StartsWith("\r\n"u8); count++)
        {
            lineEnd = rest.IndexOf("\r\n"u8);
            if (lineEnd < 0 || count == RuntimeApiLimits.HeaderCount
                || !result.ReadHeader(rest[..lineEnd], ref hasLength))
            {
                return null;
            }

            rest = rest[(lineEnd + 2)..];
        }

        // Both lengths at once is how requests are smuggled (RFC 9112 §6.3).
        return hasLength && result.IsChunked ? null : result;
    }

    private bool ReadRequestLine(ReadOnlySpan<byte> line)
    {
        var firstSpace = line.IndexOf((byte)' ');
        var lastSpace = line.LastIndexOf((byte)' ');
        if (firstSpace <= 0 || lastSpace <= firstSpace)
        {
            return false;
        }

        var version = line[(lastSpace + 1)..];
        if (!version.SequenceEqual("HTTP/1.1"u8) && !version.SequenceEqual("HTTP/1.0"u8))
        {
            return false;
        }

        IsKeepAlive = version[^1] == (byte)'1';
        var path = line[(firstSpace + 1)..lastSpace];
        var query = path.IndexOf((byte)'?');
        ReadRoute(line[..firstSpace], query < 0 ? path : path[..query]);
        return true;
    }

    private void ReadRoute(ReadOnlySpan<byte> method, ReadOnlySpan<byte> path)
    {
        const string invocation = "runtime/invocation/";
        var isGet = method.SequenceEqual("GET"u8);
        var isPost = method.SequenceEqual("POST"u8);
        if (!StartsWith(path, Prefix))
        {
            return;
        }

        path = path[Prefix.Length..];
        if (path.SequenceEqual("runtime/invocation/next"u8))
        {
            Route = isGet ? RuntimeRoute.Next : RuntimeRoute.WrongMethod;
        }
        else if (path.SequenceEqual("runtime/init/error"u8))
        {
            Route = isPost ? RuntimeRoute.InitError : RuntimeRoute.WrongMethod;
        }
        else if (path.SequenceEqual("ping"u8))
        {
            Route = isGet ? RuntimeRoute.Ping : RuntimeRoute.WrongMethod;
        }
        else if (StartsWith(path, invocation))
        {
            path = path[invocation.Length..];
            var slash = path.IndexOf((byte)'/');
            var verb = slash < 0 ? default : path[(slash + 1)..];
            var isResponse = verb.SequenceEqual("response"u8);
            if (slash > 0 && (isResponse || verb.SequenceEqual("error"u8)))
            {
                RequestId = Encoding.Latin1.GetString(path[..slash]);
                Route = !isPost ? RuntimeRoute.WrongMethod
                    : isResponse ? RuntimeRoute.Response : RuntimeRoute.InvocationError;
            }
        }
    }

    private bool ReadHeader(ReadOnlySpan<byte> line, ref bool hasLength)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[colon - 1] is (byte)' ' or (byte)'\t' || line[0] is (byte)' ' or (byte)'\t')
        {
            return false;
        }

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (Is(name, "content-length"))
        {
            if (!Utf8Parser.TryParse(value, out long length, out var read) || read != value.Length
                || value[0] is (byte)'+' or (byte)'-' || (hasLength && length != ContentLength))
            {
                return false;
            }

            hasLength = true;
            ContentLength = length;
        }
        else if (Is(name, "transfer-encoding"))
        {
            if (IsChunked || !Is(value, "chunked"))
            {
                return false;
            }

            IsChunked = true;
        }
        else
        {
            ReadPlainHeader(name, value);
        }

        return true;
    }

    private void ReadPlainHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Is(name, "connection"))
        {
            IsKeepAlive = Is(value, "keep-alive") || (IsKeepAlive && !Is(value, "close"));
        }
        else if (Is(name, "expect"))
        {
            ExpectsContinue = Is(value, "100-continue");
        }
        else if (Is(name, "content-type"))
        {
            ContentType = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "lambda-runtime-function-error-type"))
        {
            ErrorType = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "lambda-runtime-function-response-mode"))
        {
            ResponseMode = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "gatehouse-log-bytes"))
        {
            LogBytes = Utf8Parser.TryParse(value, out long bytes, out _) ? bytes : null;
        }
        else if (Is(name, "origin") || Is(name, "sec-fetch-site")
            || (Is(name, "host") && !value.StartsWith("127.0.0.1"u8) && !value.StartsWith("localhost"u8)))
        {
            // A foreign Host is a page whose name was made to resolve here (DNS rebinding).
            IsFromBrowser = true;
        }
    }

    private static bool Is(ReadOnlySpan<byte> bytes, string lowerCase) => Ascii.EqualsIgnoreCase(bytes, lowerCase);

    private static bool StartsWith(ReadOnlySpan<byte> bytes, string prefix) =>
        bytes.Length >= prefix.Length && Ascii.Equals(bytes[..prefix.Length], prefix);
}
