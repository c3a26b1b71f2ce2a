using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.SdkGeneration.Description;

/// <summary>
/// What a documentation version says about methods and their parameters; empty where a stage shows none.
/// </summary>
internal sealed class ApiDocumentation
{
    private readonly Dictionary<(string Type, string Path, string Method, string? Name), string> _texts = [];

    public ApiDocumentation(ImmutableArray<DocumentationPartDocument> parts)
    {
        foreach (var part in parts)
        {
            var place = part.Location;
            if (TextOf(part.Properties) is { } text)
            {
                _texts[(place.Type, place.Path ?? "/", place.Method ?? "*", place.Name)] = text;
            }
        }
    }

    public static ApiDocumentation None { get; } = new([]);

    /// <summary>What a parent's method does is no description of its child's.</summary>
    public string? OfMethod(string path, string verb) =>
        _texts.GetValueOrDefault(("METHOD", path, verb, null)) ?? _texts.GetValueOrDefault(("METHOD", path, "*", null));

    /// <summary>
    /// The place itself, then the same for all verbs, then those above it: a parameter is named once.
    /// </summary>
    public string? OfParameter(string type, string path, string verb, string name)
    {
        for (var at = path; ; at = at[..Math.Max(at.LastIndexOf('/'), 1)])
        {
            if (_texts.TryGetValue((type, at, verb, name), out var text)
                || _texts.TryGetValue((type, at, "*", name), out text))
            {
                return text;
            }

            if (at.Length <= 1)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// The properties are the author's own JSON; <c>description</c> and <c>summary</c> are OpenAPI's words.
    /// </summary>
    private static string? TextOf(string properties) =>
        JsonNode.Parse(properties) is JsonObject members
            ? Member(members, "description") ?? Member(members, "summary")
            : null;

    private static string? Member(JsonObject members, string name) =>
        members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
