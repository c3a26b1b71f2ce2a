using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway;

/// <summary>
/// Parameter names and mapping expressions of methods, integrations and responses (rest-control-plane §1.9, §2).
/// </summary>
internal static class MappingExpressions
{
    private static readonly string[] RequestLocations = ["path", "querystring", "header"];

    /// <summary>
    /// Names that a method may declare: <c>method.request.{path|querystring|header}.{name}</c>, each name once.
    /// </summary>
    public static void CheckMethodParameters(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var expression in names)
        {
            var name = RequestLocations
                .Select(location => After(expression, $"method.request.{location}."))
                .FirstOrDefault(found => found is not null) ?? throw Invalid(expression);
            if (!seen.Add(name))
            {
                throw ApiGatewayFaults.BadRequest("Parameter names must be unique across querystring, header and path");
            }
        }
    }

    public static void CheckMethodResponseParameters(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (After(name, "method.response.header.") is null)
            {
                throw Invalid(name);
            }
        }
    }

    /// <summary>An integration's request parameters: sources must be declared by the method.</summary>
    public static void CheckRequestMapping(MethodDocument method, ImmutableSortedDictionary<string, string>? parameters)
    {
        foreach (var (target, source) in parameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (!RequestLocations.Any(location => After(target, $"integration.request.{location}.") is not null))
            {
                throw Invalid(target);
            }

            if (!IsSharedSource(source) && !IsBody(source, "method.request.body") && !IsDeclared(method, source))
            {
                throw Invalid(source);
            }
        }
    }

    /// <summary>An integration response's parameters: targets must be declared by the method response.</summary>
    public static void CheckResponseMapping(
        MethodResponseDocument response, ImmutableSortedDictionary<string, string>? parameters)
    {
        foreach (var (target, source) in parameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (response.ResponseParameters?.ContainsKey(target) != true)
            {
                throw Invalid(target);
            }

            if (!IsSharedSource(source)
                && !IsBody(source, "integration.response.body")
                && After(source, "integration.response.header.") is null
                && After(source, "integration.response.multivalueheader.") is null)
            {
                throw Invalid(source);
            }
        }
    }

    public static Exception Invalid(string expression) => ApiGatewayFaults.BadRequest(
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
        + $"[Invalid mapping expression parameter specified: {expression}]");

    /// <summary>Static text in single quotes, context and stage variables: sources in both directions.</summary>
    private static bool IsSharedSource(string source) =>
        (source.Length >= 2 && source.StartsWith('\'') && source.EndsWith('\''))
        || After(source, "context.") is not null
        || After(source, "stageVariables.") is not null;

    private static bool IsBody(string source, string body) =>
        source == body || After(source, body + ".") is not null || After(source, body + "[") is not null;

    private static bool IsDeclared(MethodDocument method, string source)
    {
        var declared = source
            .Replace("method.request.multivalueheader.", "method.request.header.", StringComparison.Ordinal)
            .Replace("method.request.multivaluequerystring.", "method.request.querystring.", StringComparison.Ordinal);
        return method.RequestParameters?.ContainsKey(declared) == true;
    }

    /// <summary>What follows the prefix, when anything does.</summary>
    private static string? After(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
