using System.Buffers;
using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>
/// Path and query of an AWS integration, compiled: <c>{name}</c> stands for <c>integration.request.path.name</c>
/// (sheet §5.2). Whatever a caller's value holds is encoded, so that it stays one value.
/// </summary>
internal sealed class AwsRequestPlan
{
    // RFC 3986 §3.3 and §3.4: what the author may have written as it is, the percent sign of an encoding included.
    private static readonly SearchValues<char> LiteralChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%");

    private readonly Piece[] _path;
    private readonly Piece[] _query;
    private readonly bool _hasPlaceholderInPath;

    private AwsRequestPlan(Piece[] path, Piece[] query, string? action)
    {
        _path = path;
        _query = query;
        Action = action;
        _hasPlaceholderInPath = Array.Exists(path, static piece => piece.Name is not null);
    }

    /// <summary>The operation's name of an <c>action/</c> form.</summary>
    public string? Action { get; }

    /// <returns><see langword="null"/> when the action has no fixed name.</returns>
    public static AwsRequestPlan? TryCompile(AwsUri uri, bool isS3, ParameterMapping mapping)
    {
        if (!uri.IsAction)
        {
            var question = uri.Request.IndexOf('?', StringComparison.Ordinal);
            return question < 0
                ? new AwsRequestPlan(Split(uri.Request, mapping), [], action: null)
                : new AwsRequestPlan(
                    Split(uri.Request[..question], mapping), Split(uri.Request[(question + 1)..], mapping), action: null);
        }

        var end = uri.Request.AsSpan().IndexOfAny('&', '?');
        var name = end < 0 ? uri.Request : uri.Request[..end];
        var parameters = end < 0 ? string.Empty : uri.Request[(end + 1)..];
        if (name.Length == 0 || !name.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        return isS3
            ? CompileS3Action(name, parameters, mapping)
            : new AwsRequestPlan(Split("/", mapping), Split(parameters, mapping), name);
    }

    /// <param name="prefix">Goes before the path: the operator's endpoint may have one.</param>
    /// <param name="mapped">The values of the placeholders, and further query parameters.</param>
    /// <param name="action">Is put into the query as <c>Action</c>; <see langword="null"/> for none.</param>
    /// <param name="path">The encoded path.</param>
    /// <param name="query">The encoded query, without question mark.</param>
    /// <returns><see langword="false"/> when a value would leave the place that the author gave it.</returns>
    public bool TryWrite(string prefix, BackendRequest mapped, string? action, out string path, out string query)
    {
        var text = new StringBuilder(prefix);
        foreach (var piece in _path)
        {
            // A greedy value keeps its slashes: it is an S3 key, or the path of another API.
            text.Append(piece.Literal ?? EncodeKey(piece.ValueIn(mapped)));
        }

        path = text.ToString();
        query = string.Empty;
        if (_hasPlaceholderInPath && HasDotSegment(path))
        {
            return false;
        }

        text.Clear();
        if (action is not null)
        {
            text.Append("Action=").Append(action);
        }

        if (_query.Length > 0)
        {
            text.Append(text.Length > 0 ? "&" : string.Empty);
            foreach (var piece in _query)
            {
                text.Append(piece.Literal ?? PercentEncoding.EncodeQuery(piece.ValueIn(mapped)));
            }
        }

        foreach (var (name, values) in mapped.Query)
        {
            foreach (var value in values)
            {
                text.Append(text.Length > 0 ? "&" : string.Empty)
                    .Append(PercentEncoding.EncodeQuery(name)).Append('=')
                    .Append(PercentEncoding.EncodeQuery(value ?? string.Empty));
            }
        }

        query = text.ToString();
        return true;
    }

    /// <summary>S3 has no actions: bucket and key make the path, the integration's verb says the rest.</summary>
    private static AwsRequestPlan CompileS3Action(string name, string parameters, ParameterMapping mapping)
    {
        string? bucket = null;
        string? key = null;
        var others = new List<string>();
        foreach (var pair in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.StartsWith("Bucket=", StringComparison.Ordinal))
            {
                bucket = pair["Bucket=".Length..];
            }
            else if (pair.StartsWith("Key=", StringComparison.Ordinal))
            {
                key = pair["Key=".Length..];
            }
            else
            {
                others.Add(pair);
            }
        }

        var path = bucket is null ? "/" : key is null ? "/" + bucket : $"/{bucket}/{key}";
        return new AwsRequestPlan(Split(path, mapping), Split(string.Join('&', others), mapping), name);
    }

    /// <summary>
    /// As the SDKs encode a key: everything but unreserved characters and slashes, so that signer and service agree.
    /// </summary>
    private static string EncodeKey(string value) => value.Contains('/', StringComparison.Ordinal)
        ? string.Join('/', value.Split('/').Select(PercentEncoding.EncodeQuery))
        : PercentEncoding.EncodeQuery(value);

    /// <summary>
    /// A caller's <c>..</c> would climb out of the author's path wherever somebody normalises it: with the role's own
    /// credentials it would reach other buckets and functions.
    /// </summary>
    private static bool HasDotSegment(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(range) is "." or "..")
            {
                return true;
            }
        }

        return false;
    }

    private static Piece[] Split(string text, ParameterMapping mapping)
    {
        var pieces = new List<Piece>();
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var close = text[at] == '{' ? text.IndexOf('}', at) : -1;
            if (close < 0 || !IsMapped(mapping, text[(at + 1)..close].TrimEnd('+')))
            {
                continue; // a placeholder that nothing maps stays as it is written
            }

            if (at > start)
            {
                pieces.Add(new Piece(EncodeLiteral(text[start..at]), null));
            }

            pieces.Add(new Piece(null, text[(at + 1)..close].TrimEnd('+')));
            at = close;
            start = close + 1;
        }

        if (start < text.Length)
        {
            pieces.Add(new Piece(EncodeLiteral(text[start..]), null));
        }

        return [.. pieces];
    }

    private static bool IsMapped(ParameterMapping mapping, string name)
    {
        foreach (var parameter in mapping.Parameters)
        {
            if (parameter.Target == ParameterTarget.Path && parameter.Name.Equals(name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string EncodeLiteral(string text) => text.AsSpan().IndexOfAnyExcept(LiteralChars) < 0
        ? text
        : string.Concat(text.EnumerateRunes().Select(static rune =>
            rune.IsAscii && LiteralChars.Contains((char)rune.Value)
                ? rune.ToString()
                : Uri.EscapeDataString(rune.ToString())));

    /// <summary>Text, or the value of a placeholder; a value that is absent is empty.</summary>
    private readonly record struct Piece(string? Literal, string? Name)
    {
        public string ValueIn(BackendRequest mapped) => mapped.Path.GetValueOrDefault(Name!, string.Empty);
    }
}
