using System.Buffers;
using System.Collections.Immutable;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>
/// What integrations of WebSocket APIs send and what their responses keep, parameter by parameter (websocket-api §6.1,
/// §1.7).
/// </summary>
/// <remarks>
/// A source that a route declares is not looked for: an integration belongs to no route until one targets it, and may
/// belong to several.
/// </remarks>
internal static class WebSocketMappingRules
{
    private const int SourceLength = 512;

    private static readonly string[] Targets =
        ["integration.request.header.", "integration.request.querystring.", "integration.request.path."];

    private static readonly string[] Sources =
    [
        "route.request.querystring.", "route.request.header.", "route.request.multivaluequerystring.",
        "route.request.multivalueheader.", "stageVariables.", "context.",
    ];

    /// <summary>The model's own words say method, the guide's say route: both are taken (§1.7).</summary>
    private static readonly string[] AnswerTargets = ["route.response.header.", "method.response.header."];

    private static readonly string[] AnswerSources =
    [
        "integration.response.header.", "integration.response.multivalueheader.", "stageVariables.", "context.",
    ];

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._$-");

    public static void CheckRequest(ImmutableSortedDictionary<string, string>? parameters) =>
        Check(parameters, Targets, Sources, "route.request.body");

    public static void CheckAnswer(ImmutableSortedDictionary<string, string>? parameters) =>
        Check(parameters, AnswerTargets, AnswerSources, "integration.response.body");

    private static void Check(
        ImmutableSortedDictionary<string, string>? parameters, string[] targets, string[] sources, string body)
    {
        foreach (var (target, source) in parameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (!Names(target, targets))
            {
                throw MappingExpressions.Invalid(target);
            }

            if (source.Length > SourceLength
                || !(IsConstant(source) || Names(source, sources) || IsBody(source, body)))
            {
                throw MappingExpressions.Invalid(source);
            }
        }
    }

    private static bool IsConstant(string source) =>
        source.Length >= 2 && source.StartsWith('\'') && source.EndsWith('\'');

    private static bool IsBody(string source, string body) =>
        source == body
        || (source.Length > body.Length + 1 && source.StartsWith(body, StringComparison.Ordinal)
            && source[body.Length] is '.' or '[');

    private static bool Names(string text, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return text.AsSpan(prefix.Length).IndexOfAnyExcept(NameCharacters) < 0;
            }
        }

        return false;
    }
}
