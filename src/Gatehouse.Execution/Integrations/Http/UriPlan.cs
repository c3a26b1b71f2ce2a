using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.ExternalServices;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>
/// The URI of an HTTP integration, compiled: <c>http(s)://host[:port]/path?query</c> in which <c>{name}</c> stands for
/// <c>integration.request.path.name</c> (sheet §5.2). Stage variables were put in before.
/// </summary>
internal sealed class UriPlan
{
    private const int MinOpenPort = 1_024;

    private readonly UriPart[] _authority;
    private readonly UriPart[] _path;
    private readonly UriPart[] _query;
    private readonly bool _isTls;
    private readonly UpstreamTlsOptions? _tls;
    private readonly NetworkTarget? _route;
    private readonly bool _mayGainDots;

    private UriPlan(
        bool isTls, UriPart[] authority, UriPart[] path, UriPart[] query, UpstreamTlsOptions? tls, NetworkTarget? route)
    {
        _isTls = isTls;
        _authority = authority;
        _path = path;
        _query = query;
        _tls = tls;
        _route = route;
        FixedTarget = Array.TrueForAll(authority, static p => p.Name is null)
            ? ParseAuthority(string.Concat(authority.Select(static p => p.Literal)))
            : null;
        // The host behind a VPC link is known at publish: no caller chooses the name that the link's backend sees.
        IsValid = FixedTarget is not null
            || (route is null && Array.Exists(authority, static p => p.Name is not null));
        FixedPath = query.Length == 0 && path is [{ Name: null }] ? path[0].Literal : null;
        // Dots that the author wrote are the author's.
        _mayGainDots = Array.Exists(path, static p => p.Name is not null)
            && !TargetRules.HasDotSegment(string.Concat(path.Select(static p => p.Literal ?? "x")));
    }

    public bool IsTls => _isTls;

    /// <summary>The target when the authority has no placeholder.</summary>
    public UpstreamTarget? FixedTarget { get; }

    /// <summary>
    /// The Host header when the connection goes elsewhere than the URI's host says: through a VPC link (sheet §5.9).
    /// </summary>
    public string? RoutedHost { get; private set; }

    /// <summary>The path when nothing in it changes and the URI has no query.</summary>
    public string? FixedPath { get; }

    private bool IsValid { get; }

    /// <param name="text">The URI with its stage variables already put in.</param>
    /// <param name="mapping">Gives the placeholders their sources.</param>
    /// <param name="tls">How to speak TLS, when not by default.</param>
    /// <param name="route">Where to connect instead of the URI's host, which then only names it.</param>
    /// <returns><see langword="null"/> when it cannot be an address.</returns>
    public static UriPlan? TryCompile(
        string text, ParameterMapping mapping, UpstreamTlsOptions? tls, NetworkTarget? route = null)
    {
        if (BackendAddress.TrySplit(text) is not { } address)
        {
            return null;
        }

        var plan = new UriPlan(
            address.IsTls,
            Split(address.Authority, mapping, static literal => literal),
            Split(address.Path.Length == 0 ? "/" : address.Path, mapping, BackendAddress.EncodeLiteral),
            Split(address.Query, mapping, BackendAddress.EncodeLiteral),
            tls,
            route);
        return plan.IsValid ? plan : null;
    }

    /// <returns><see langword="null"/> when the placeholders make it no address.</returns>
    public UpstreamTarget? ResolveTarget(RestCall? call, BackendRequest? mapped)
    {
        if (FixedTarget is not null)
        {
            return FixedTarget;
        }

        var text = string.Empty;
        foreach (var part in _authority)
        {
            var value = part.Literal ?? part.Value(call, mapped);
            // A placeholder that is the whole authority may name the port as well: its author gave all of it away.
            if (part.Name is not null && _authority.Length > 1 && value.AsSpan().ContainsAnyExcept(BackendAddress.HostValueChars))
            {
                return null;
            }

            text += value;
        }

        return ParseAuthority(text);
    }

    /// <summary>Writes the path, and the URI's own query after a question mark.</summary>
    /// <returns><see langword="true"/> when a query was written.</returns>
    public bool WriteTarget(ref CharBuffer buffer, RestCall? call, BackendRequest? mapped)
    {
        foreach (var part in _path)
        {
            buffer.Append(part.Literal ?? part.PathText(call, mapped));
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

    /// <summary>
    /// Whether a value changed which resource the path names: a dot segment that the author did not write.
    /// </summary>
    /// <param name="target">What <see cref="WriteTarget"/> wrote.</param>
    public bool Escapes(ReadOnlySpan<char> target)
    {
        if (!_mayGainDots)
        {
            return false;
        }

        var question = target.IndexOf('?');
        return TargetRules.HasDotSegment(question < 0 ? target : target[..question]);
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

    private UpstreamTarget? ParseAuthority(string authority)
    {
        // Ports 80, 443 and 1024 to 65535 are what AWS lets an integration call (sheet §5.2).
        if (BackendAddress.TryParseAuthority(authority, _isTls) is not { Port: 80 or 443 or >= MinOpenPort } target)
        {
            return null;
        }

        var named = _isTls && _tls is not null ? new UpstreamTarget(true, target.Host, target.Port, _tls) : target;
        return _route is null ? named : Reroute(named, _route);
    }

    /// <summary>Connects to the link's load balancer; scheme, Host header and SNI stay the URI's (sheet §5.9).</summary>
    private UpstreamTarget Reroute(UpstreamTarget named, NetworkTarget route)
    {
        RoutedHost = named.FormatAuthority();
        var tls = named.Tls ?? new UpstreamTlsOptions(false, ServerName: null, ClientCertificate: null);
        return new UpstreamTarget(
            _isTls, route.Host, route.Port ?? named.Port,
            _isTls ? tls with { ServerName = named.FormatHostName() } : null);
    }
}

/// <summary>A piece of a URI: text, or the value of a placeholder.</summary>
internal readonly record struct UriPart(string? Literal, string? Name, ValueExpression? Source)
{
    /// <summary>
    /// The value encoded for a path. What a client chose stays one segment, but for its own path, in which its
    /// encoding stays; what the author wrote may hold slashes.
    /// </summary>
    public string PathText(RestCall? call, BackendRequest? mapped)
    {
        if (mapped?.PathOverrides?.Contains(Name!.TrimEnd('+')) == true)
        {
            return PercentEncoding.EncodePath(Value(call, mapped));
        }

        return Source switch
        {
            PathValue path => call!.Path.FindForPath(path.Name) ?? string.Empty, // a source of REST APIs alone
            LiteralValue or ContextValue => PercentEncoding.EncodePath(Value(call, mapped)),
            _ => PercentEncoding.EncodeSegment(Value(call, mapped)),
        };
    }

    /// <summary>
    /// Empty when the source is absent (sheet §12: undefined becomes the empty string). Without a call of a REST API the mapped
    /// request says everything.
    /// </summary>
    public string Value(RestCall? call, BackendRequest? mapped)
    {
        if (mapped is not null)
        {
            return mapped.Path.GetValueOrDefault(Name!.TrimEnd('+'), string.Empty);
        }

        return Source!.ReadSingle(new MappingScope(call!.Request, call)) ?? string.Empty;
    }
}
