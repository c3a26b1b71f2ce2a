using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Model.ApisV2;
using TextMap = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

/// <summary>
/// The grammar of parameter mappings (http-api §11): what may be written, from what, and the reserved headers that
/// neither side may name. The texts are unconfirmed; that each is refused is not.
/// </summary>
internal static class ParameterMappingRules
{
    private const int MinStatus = 200;

    private const int MaxStatus = 599;

    private static readonly string[] RequestSources =
    [
        "request.header.", "request.querystring.", "request.path.", "request.body.", "context.", "stageVariables.",
    ];

    private static readonly string[] ResponseSources =
        ["response.header.", "response.body.", "context.", "stageVariables."];

    public static void CheckRequest(TextMap? mappings)
    {
        foreach (var (key, value) in mappings ?? InputMembers.NoTexts)
        {
            var (action, target) = Split(key);
            var isRight = target == "path"
                ? action == "overwrite"
                : action is "append" or "overwrite" or "remove"
                    && (Names(target, "header.") || Names(target, "querystring."));
            if (!isRight)
            {
                throw ApiGatewayV2Faults.BadRequest($"Invalid mapping expression specified: {key}");
            }

            CheckHeader(target, key);
            CheckPresent(action, key, value);
            CheckRequestValue(key, value);
        }
    }

    public static void CheckResponses(ImmutableSortedDictionary<string, TextMap>? byStatus)
    {
        if (byStatus is null)
        {
            return;
        }

        foreach (var (status, mappings) in byStatus)
        {
            if (!IsStatus(status))
            {
                throw ApiGatewayV2Faults.BadRequest(
                    $"Invalid status code specified in responseParameters: {status}. It must be between {MinStatus} and "
                    + $"{MaxStatus}");
            }

            foreach (var (key, value) in mappings)
            {
                CheckResponse(key, value);
            }
        }
    }

    public static void CheckRequestValue(string key, string value) =>
        CheckValue(key, value, ["request.path", "request.body"], RequestSources, "request.header.");

    private static void CheckResponse(string key, string value)
    {
        var (action, target) = Split(key);
        var isStatus = target == "statuscode" && action == "overwrite";
        if (!isStatus && !(action is "append" or "overwrite" or "remove" && Names(target, "header.")))
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid mapping expression specified: {key}");
        }

        CheckHeader(target, key);
        CheckPresent(action, key, value);
        if (isStatus && !value.Contains('$', StringComparison.Ordinal) && !IsStatus(value))
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid status code specified for {key}: {value}");
        }

        CheckValue(key, value, ["response.body"], ResponseSources, "response.header.");
    }

    /// <summary>The sources that a value names: the whole of it after a dollar sign, or what stands in braces.</summary>
    private static void CheckValue(string key, string value, string[] whole, string[] prefixes, string header)
    {
        if (value is ['$', not '{', ..])
        {
            CheckSource(key, value[1..], whole, prefixes, header);
            return;
        }

        for (var open = value.IndexOf("${", StringComparison.Ordinal); open >= 0;)
        {
            var close = value.IndexOf('}', open);
            if (close < 0)
            {
                throw Invalid(key, value);
            }

            CheckSource(key, value[(open + 2)..close], whole, prefixes, header);
            open = value.IndexOf("${", close, StringComparison.Ordinal);
        }
    }

    private static void CheckSource(string key, string source, string[] whole, string[] prefixes, string header)
    {
        if (whole.Contains(source, StringComparer.Ordinal))
        {
            return;
        }

        if (!prefixes.Any(prefix => Names(source, prefix)) || source.Any(char.IsWhiteSpace) || IsDeepPath(source))
        {
            throw Invalid(key, source);
        }

        if (source.StartsWith(header, StringComparison.Ordinal) && ReservedHeaders.Contains(source[header.Length..]))
        {
            throw Reserved(key, source[header.Length..]);
        }
    }

    /// <summary>No recursive descent and no filters (§11.1).</summary>
    private static bool IsDeepPath(string source) =>
        source.Contains(".body.", StringComparison.Ordinal)
        && (source.Contains("..", StringComparison.Ordinal) || source.Contains("?(", StringComparison.Ordinal));

    private static (string Action, string Target) Split(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (string.Empty, key) : (key[..colon], key[(colon + 1)..]);
    }

    private static bool Names(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal);

    private static bool IsStatus(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
        && text.Length == 3 && status is >= MinStatus and <= MaxStatus;

    private static void CheckHeader(string target, string key)
    {
        const string header = "header.";
        if (!target.StartsWith(header, StringComparison.Ordinal))
        {
            return;
        }

        var name = target[header.Length..];
        if (ReservedHeaders.Contains(name))
        {
            throw Reserved(key, name);
        }

        if (name.Any(static c => !char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid mapping expression specified: {key}");
        }
    }

    /// <summary>Only what is removed needs no value.</summary>
    private static void CheckPresent(string action, string key, string value)
    {
        if (value.Length == 0 && action != "remove")
        {
            throw Invalid(key, value);
        }
    }

    private static Exception Invalid(string key, string value) =>
        ApiGatewayV2Faults.BadRequest($"Invalid mapping value specified for {key}: {value}");

    private static Exception Reserved(string key, string header) =>
        ApiGatewayV2Faults.BadRequest($"Operations on header {header} are restricted: {key}");
}
