using System.Buffers;
using System.Globalization;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>
/// The URI of an HTTP integration, compiled: <c>http(s)://host[:port]/path?query</c> in which <c>{name}</c> stands for
/// <c>integration.request.path.name</c> (sheet §5.2). Stage variables were put in before.
/// </summary>
internal sealed class UriPlan
{
    private const int MaxPort = 65_535;
    private const int MinOpenPort = 1_024;

    // What may stand in a request target as it is (RFC 3986 §3.3, §3.4), the percent sign of an encoding included.
    private static readonly SearchValues<char> TargetChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%");

    private readonly UriPart[] _authority;
    private readonly UriPart[] _path;
    private readonly UriPart[] _query;
    private readonly bool _isTls;
    private readonly UpstreamTlsOptions? _tls;

    private UriPlan(bool isTls, UriPart[] authority, UriPart[] path, UriPart[] query, UpstreamTlsOptions? tls)
    {
        _isTls = isTls;
        _authority = authority;
        _path = path;
        _query = query;
        _tls = tls;
        FixedTarget = Array.TrueForAll(authority, static p => p.Name is null)
            ? ParseAuthority(string.Concat(authority.Select(static p => p.Literal)))
            : null;
        IsValid = FixedTarget is not null || Array.Exists(authority, static p => p.Name is not null);
        FixedPath = query.Length == 0 && path is [{ Name: null }] ? path[0].Literal : null;
    }

    public bool IsTls => _isTls;

    /// <summary>The target when the authority has no placeholder.</summary>
    public UpstreamTarget? FixedTarget { get; }

    /// <summary>The path when nothing in it changes and the URI has no query.</summary>
    public string? FixedPath { get; }

    private bool IsValid { get; }

    /// <param name="text">The URI with its stage variables already put in.</param>
    /// <param name="mapping">Gives the placeholders their sources.</param>
    /// <param name="tls">How to speak TLS, when not by default.</param>
    /// <returns><see langword="null"/> when it cannot be an address.</returns>
    public static UriPlan? TryCompile(string text, ParameterMapping mapping, UpstreamTlsOptions? tls)
    {
        var isTls = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isTls && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = text[(isTls ? 8 : 7)..];
        var fragment = rest.IndexOf('#', StringComparison.Ordinal);
        rest = fragment < 0 ? rest : rest[..fragment];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        var target = end < 0 ? string.Empty : rest[end..];
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var query = question < 0 ? string.Empty : target[(question + 1)..];
        var plan = new UriPlan(
            isTls,
            Split(authority, mapping, static literal => literal),
            Split(path.Length == 0 ? "/" : path, mapping, EncodeLiteral),
            Split(query, mapping, EncodeLiteral),
            tls);
        return plan.IsValid ? plan : null;
    }

    /// <returns><see langword="null"/> when the placeholders make it no address.</returns>
    public UpstreamTarget? ResolveTarget(RestCall call, BackendRequest? mapped)
    {
        if (FixedTarget is not null)
        {
            return FixedTarget;
        }

        var text = string.Empty;
        foreach (var part in _authority)
        {
            text += part.Literal ?? part.Value(call, mapped);
        }

        return ParseAuthority(text);
    }

    /// <summary>Writes the path, and the URI's own query after a question mark.</summary>
    /// <returns><see langword="true"/> when a query was written.</returns>
    public bool WriteTarget(ref CharBuffer buffer, RestCall call, BackendRequest? mapped)
    {
        foreach (var part in _path)
        {
            buffer.Append(part.Literal ?? PercentEncoding.EncodePath(part.Value(call, mapped)));
        }

        if (_query.Length == 0)
        {
            return false;
        }

        buffer.Append('?');
        foreach (var part in _query)
        {
            buffer.Append(part.Literal ?? PercentEncoding.EncodeQuery(part.Value(call, mapped)));
        }

        return true;
    }

    private static UriPart[] Split(string text, ParameterMapping mapping, Func<string, string> encode)
    {
        var parts = new List<UriPart>();
        var literalStart = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var close = text[at] == '{' ? text.IndexOf('}', at) : -1;
            if (close < 0 || FindSource(mapping, text[(at + 1)..close]) is not { } source)
            {
                continue; // a placeholder that nothing maps stays as it is written
            }

            if (at > literalStart)
            {
                parts.Add(new UriPart(encode(text[literalStart..at]), null, null));
            }

            parts.Add(new UriPart(null, text[(at + 1)..close], source));
            at = close;
            literalStart = close + 1;
        }

        if (literalStart < text.Length)
        {
            parts.Add(new UriPart(encode(text[literalStart..]), null, null));
        }

        return [.. parts];
    }

    private static ValueExpression? FindSource(ParameterMapping mapping, string name)
    {
        // A greedy parameter may be written with its plus: {proxy+} and {proxy} are the same placeholder.
        var bare = name.TrimEnd('+');
        foreach (var parameter in mapping.Parameters)
        {
            if (parameter.Target == ParameterTarget.Path && parameter.Name.Equals(bare, StringComparison.Ordinal))
            {
                return parameter.Source;
            }
        }

        return null;
    }

    /// <summary>Encodes what could not stand in a request line; what the author encoded stays.</summary>
    private static string EncodeLiteral(string text) => text.AsSpan().IndexOfAnyExcept(TargetChars) < 0
        ? text
        : string.Concat(text.EnumerateRunes().Select(static rune =>
            rune.IsAscii && TargetChars.Contains((char)rune.Value)
                ? rune.ToString()
                : Uri.EscapeDataString(rune.ToString())));

    private UpstreamTarget? ParseAuthority(string authority)
    {
        var portStart = authority.LastIndexOf(':');
        if (portStart >= 0 && authority.IndexOf(']', portStart) >= 0)
        {
            portStart = -1; // the colons of an IPv6 literal
        }

        var host = portStart < 0 ? authority : authority[..portStart];
        var port = _isTls ? 443 : 80;
        if (portStart >= 0
            && !int.TryParse(
                authority.AsSpan(portStart + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return null;
        }

        // Ports 80, 443 and 1024 to 65535 are what AWS lets an integration call (sheet §5.2).
        var isPortOpen = port is 80 or 443 or (>= MinOpenPort and <= MaxPort);
        return isPortOpen && Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new UpstreamTarget(_isTls, host, port, _isTls ? _tls : null)
            : null;
    }
}

/// <summary>A piece of a URI: text, or the value of a placeholder.</summary>
internal readonly record struct UriPart(string? Literal, string? Name, ValueExpression? Source)
{
    /// <summary>Empty when the source is absent (sheet §12: undefined becomes the empty string).</summary>
    public string Value(RestCall call, BackendRequest? mapped)
    {
        if (mapped is not null)
        {
            return mapped.Path.GetValueOrDefault(Name!.TrimEnd('+'), string.Empty);
        }

        return Source!.ReadSingle(new MappingScope(call.Request, call)) ?? string.Empty;
    }
}
