using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>
/// The <c>integrationUri</c> of a public backend, compiled (http-api §8): <c>{name}</c> stands for a path variable, with or
/// without the plus of a greedy one. Stage variables were put in before.
/// </summary>
internal sealed class BackendUri
{
    private readonly bool _isTls;
    private readonly Part[] _authority;
    private readonly Part[] _path;
    private readonly Part[] _query;
    private readonly bool _appendsPath;
    private readonly bool _hasVariables;

    private BackendUri(bool isTls, Part[] authority, Part[] path, Part[] query, bool appendsPath)
    {
        _isTls = isTls;
        _authority = authority;
        _path = path;
        _query = query;
        _appendsPath = appendsPath;
        FixedTarget = Array.TrueForAll(authority, static part => part.Variable is null)
            ? BackendAddress.TryParseAuthority(string.Concat(authority.Select(static part => part.Literal)), isTls)
            : null;
        _hasVariables = appendsPath || Array.Exists(path, static part => part.Variable is not null);
        FixedPath = !appendsPath && query.Length == 0 && path is [{ Variable: null }] ? path[0].Literal : null;
    }

    /// <summary>The target when the authority has no variable.</summary>
    public UpstreamTarget? FixedTarget { get; }

    /// <summary>The request target of a call without a query, when nothing in it changes.</summary>
    public string? FixedPath { get; }

    /// <param name="text">With its stage variables already put in.</param>
    /// <param name="variables">The route's.</param>
    /// <param name="appendsPath">The route is <c>$default</c>: the request's path follows.</param>
    /// <returns><see langword="null"/> when it cannot be an address.</returns>
    public static BackendUri? TryCompile(string text, IReadOnlyCollection<string> variables, bool appendsPath)
    {
        if (BackendAddress.TrySplit(text) is not { } address)
        {
            return null;
        }

        var path = appendsPath ? address.Path.TrimEnd('/') : address.Path.Length == 0 ? "/" : address.Path;
        var uri = new BackendUri(
            address.IsTls,
            Split(address.Authority, variables, static literal => literal),
            Split(path, variables, BackendAddress.EncodeLiteral),
            Split(address.Query, variables, BackendAddress.EncodeLiteral),
            appendsPath);
        return uri.FixedTarget is not null || Array.Exists(uri._authority, static part => part.Variable is not null)
            ? uri
            : null;
    }

    /// <returns><see langword="null"/> when the variables make it no address.</returns>
    public UpstreamTarget? ResolveTarget(RouteCall call)
    {
        if (FixedTarget is not null)
        {
            return FixedTarget;
        }

        var text = string.Empty;
        foreach (var part in _authority)
        {
            var value = part.Literal ?? call.Path.Find(part.Variable!) ?? string.Empty;
            if (part.Variable is not null && value.AsSpan().ContainsAnyExcept(BackendAddress.HostValueChars))
            {
                return null;
            }

            text += value;
        }

        return BackendAddress.TryParseAuthority(text, _isTls);
    }

    /// <summary>Writes the path, and the URI's own query after a question mark.</summary>
    /// <param name="buffer">Empty.</param>
    /// <param name="call">Gives the variables.</param>
    /// <param name="path">What a mapping put in place of the path.</param>
    /// <param name="hasQuery">A query was written.</param>
    /// <returns><see langword="false"/> when a value names another resource than the author meant.</returns>
    public bool TryWrite(ref CharBuffer buffer, RouteCall call, string? path, out bool hasQuery)
    {
        hasQuery = _query.Length > 0;
        if (path is not null)
        {
            buffer.Append(path);
        }
        else
        {
            foreach (var part in _path)
            {
                buffer.Append(part.Literal ?? call.Path.FindForPath(part.Variable!) ?? string.Empty);
            }

            if (_appendsPath)
            {
                AppendPath(ref buffer, call.Request.RoutePath);
            }

            // The client's own path holds none (TargetRules); beside a literal its value may become one.
            if (_hasVariables && TargetRules.HasDotSegment(buffer.Written))
            {
                return false;
            }
        }

        if (hasQuery)
        {
            buffer.Append('?');
            foreach (var part in _query)
            {
                buffer.Append(part.Literal ?? PercentEncoding.EncodeQuery(call.Path.Find(part.Variable!) ?? string.Empty));
            }
        }

        return true;
    }

    /// <summary>What the client encoded stays encoded; what could not stand in a path is encoded.</summary>
    private static void AppendPath(ref CharBuffer buffer, ReadOnlySpan<char> path)
    {
        if (path.ContainsAnyExcept(BackendAddress.TargetChars))
        {
            buffer.Append(PercentEncoding.EncodeRawPath(path.ToString()));
        }
        else
        {
            buffer.Append(path);
        }
    }

    private static Part[] Split(string text, IReadOnlyCollection<string> variables, Func<string, string> encode)
    {
        var parts = new List<Part>();
        var literalStart = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var close = text[at] == '{' ? text.IndexOf('}', at) : -1;
            if (close < 0)
            {
                continue;
            }

            // {proxy+} and {proxy} are the same; a name that the route does not have stays as it is written.
            var name = text[(at + 1)..close].TrimEnd('+');
            if (!variables.Contains(name))
            {
                continue;
            }

            if (at > literalStart)
            {
                parts.Add(new Part(encode(text[literalStart..at]), null));
            }

            parts.Add(new Part(null, name));
            at = close;
            literalStart = close + 1;
        }

        if (literalStart < text.Length)
        {
            parts.Add(new Part(encode(text[literalStart..]), null));
        }

        return [.. parts];
    }

    /// <summary>Text, or the value of a path variable.</summary>
    private readonly record struct Part(string? Literal, string? Variable);
}
