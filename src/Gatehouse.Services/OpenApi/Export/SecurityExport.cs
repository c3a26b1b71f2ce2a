using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>Authorizers, API keys and IAM as security schemes, and what a method asks for (rest-control-plane §4.6,
/// §4.9).</summary>
internal sealed class SecurityExport
{
    private const string HeaderSource = "method.request.header.";
    private const string QuerySource = "method.request.querystring.";

    private readonly ExportSource _source;
    private readonly OpenApiExportOptions _options;
    private readonly Dictionary<string, AuthorizerDocument> _authorizers;
    private readonly string _keyScheme;
    private readonly string _iamScheme;
    private bool _usesKeys;
    private bool _usesIam;

    public SecurityExport(ExportSource source, OpenApiExportOptions options)
    {
        _source = source;
        _options = options;
        _authorizers =
            source.Definition.Authorizers.ToDictionary(static authorizer => authorizer.Id, StringComparer.Ordinal);
        _keyScheme = FreeName("api_key");
        _iamScheme = FreeName("sigv4");
    }

    /// <summary>
    /// What the method asks for. Authorizer and key stand in two objects, as AWS writes them: to OpenAPI these are
    /// alternatives, to both importers a key is asked for besides.
    /// </summary>
    /// <returns><see langword="null"/> when it is open.</returns>
    public JsonArray? Of(MethodDocument method)
    {
        var asked = new JsonArray();
        if (method.AuthorizationType == "AWS_IAM")
        {
            _usesIam = true;
            asked.Add((JsonNode)new JsonObject { [_iamScheme] = new JsonArray() });
        }
        else if (method.AuthorizerId is { } id && _authorizers.TryGetValue(id, out var authorizer))
        {
            var scopes = (method.AuthorizationScopes ?? []).Select(static scope => (JsonNode?)scope);
            asked.Add((JsonNode)new JsonObject { [authorizer.Name] = new JsonArray([.. scopes]) });
        }

        if (method.ApiKeyRequired)
        {
            _usesKeys = true;
            asked.Add((JsonNode)new JsonObject { [_keyScheme] = new JsonArray() });
        }

        return asked.Count > 0 ? asked : null;
    }

    /// <summary>The schemes, when every method was asked for what it needs.</summary>
    public JsonObject Write()
    {
        var schemes = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var authorizer in _authorizers.Values)
        {
            schemes[authorizer.Name] = Scheme(authorizer);
        }

        if (_usesKeys)
        {
            schemes[_keyScheme] = KeyIn("x-api-key", "header");
        }

        if (_usesIam)
        {
            var scheme = KeyIn("Authorization", "header");
            if (_options.Has(ExportExtensions.Authorizers))
            {
                scheme["x-amazon-apigateway-authtype"] = "awsSigv4";
            }

            schemes[_iamScheme] = scheme;
        }

        return new JsonObject(
            schemes.Select(static scheme => new KeyValuePair<string, JsonNode?>(scheme.Key, scheme.Value)));
    }

    /// <summary>An authorizer may have the name that AWS gives to keys or signatures.</summary>
    private string FreeName(string wanted)
    {
        var name = wanted;
        for (var suffix = 1; _authorizers.Values.Any(authorizer => authorizer.Name == name); suffix++)
        {
            name = $"{wanted}_{suffix}";
        }

        return name;
    }

    private JsonObject Scheme(AuthorizerDocument authorizer)
    {
        var (name, place) = Place(authorizer);
        var scheme = KeyIn(name, place);
        var said = _source.Said.Find(new DocumentationLocation { Type = "AUTHORIZER", Name = authorizer.Name });
        Injection.AddKnown(scheme, said, Injection.Description);
        if (_options.Has(ExportExtensions.Authorizers))
        {
            scheme["x-amazon-apigateway-authtype"] = authorizer.AuthType;
            scheme["x-amazon-apigateway-authorizer"] = Extension(authorizer, name, place);
        }

        Injection.AddExtensions(scheme, said);
        return scheme;
    }

    private static JsonObject Extension(AuthorizerDocument authorizer, string name, string place)
    {
        var members = new JsonObject();
        Add(members, "identitySource", IsSaidByScheme(authorizer, name, place) ? null : authorizer.IdentitySource);
        Add(members, "authorizerUri", authorizer.AuthorizerUri);
        Add(members, "authorizerCredentials", authorizer.AuthorizerCredentials);
        Add(members, "identityValidationExpression", authorizer.IdentityValidationExpression);
        Add(members, "authorizerResultTtlInSeconds", authorizer.AuthorizerResultTtlInSeconds);
        if (authorizer.ProviderARNs is { } providers)
        {
            members["providerARNs"] = new JsonArray([.. providers.Select(static arn => (JsonNode?)arn)]);
        }

        members["type"] = authorizer.Type.ToLowerInvariant();
        return members;
    }

    /// <summary>Of one source the scheme can show the name; of several, or of none, AWS writes <c>Unused</c>.</summary>
    private static (string Name, string Place) Place(AuthorizerDocument authorizer) => authorizer.IdentitySource switch
    {
        { } source when After(source, HeaderSource) is { } name => (name, "header"),
        { } source when After(source, QuerySource) is { } name => (name, "query"),
        _ => ("Unused", "header"),
    };

    private static string? After(string source, string prefix) =>
        source.StartsWith(prefix, StringComparison.Ordinal) && source.Length > prefix.Length
        && !source.AsSpan().ContainsAny(", ") && source[prefix.Length..] is not "Unused" and var name
            ? name
            : null;

    /// <summary>A REQUEST authorizer's source is always written out, as AWS does.</summary>
    private static bool IsSaidByScheme(AuthorizerDocument authorizer, string name, string place) =>
        authorizer.Type != "REQUEST"
        && authorizer.IdentitySource == (place == "query" ? QuerySource : HeaderSource) + name;

    private static JsonObject KeyIn(string name, string place) =>
        new() { ["type"] = "apiKey", ["name"] = name, ["in"] = place };

    private static void Add(JsonObject members, string name, JsonNode? value)
    {
        if (value is not null)
        {
            members[name] = value;
        }
    }
}
