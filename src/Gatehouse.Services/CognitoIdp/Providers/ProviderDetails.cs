using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp.Providers;

/// <summary>What a provider needs, by its kind; known kinds bring their addresses (security §6.5).</summary>
internal static class ProviderDetails
{
    private const int NameChars = 32;
    private const int ValueChars = 4_096;
    private const int Members = 50;

    /// <summary>Google, Facebook and Amazon are configurations of what any provider needs.</summary>
    public static ImmutableSortedDictionary<string, string> Complete(string type, JsonObject given)
    {
        var details = Texts(given).ToBuilder();
        foreach (var name in type == "OIDC" ? (string[])["client_id", "attributes_request_method", "oidc_issuer", "authorize_scopes"]
            : ["client_id", "client_secret", "authorize_scopes"])
        {
            if (!details.TryGetValue(name, out var value) || value.Length == 0)
            {
                throw CognitoFaults.Invalid($"The {name} is required for identity provider type {type}.");
            }
        }

        foreach (var (name, value) in Known(type, details))
        {
            details[name] = value;
        }

        foreach (var (name, value) in details)
        {
            var isAddress = name.EndsWith("_url", StringComparison.Ordinal) || name is "oidc_issuer" or "jwks_uri";
            if (isAddress && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
                && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0))
            {
                throw CognitoFaults.Invalid($"The {name} of the identity provider is not a URL.");
            }
        }

        return details.ToImmutable();
    }

    public static void CheckType(string type)
    {
        if (type is "SAML" or "SignInWithApple")
        {
            throw new ServiceFaultException(
                "NotImplemented", 501, $"Gatehouse does not speak to identity providers of the type {type} yet.");
        }
    }

    public static string CheckName(string name) =>
        name.Length is > 0 and <= NameChars && UserPoolNames.IsName(name) && name[0] != '_' && name != "COGNITO"
        && !name.Contains('/', StringComparison.Ordinal)
            ? name
            : throw CognitoFaults.Invalid(
                $"1 validation error detected: Value '{name}' at 'providerName' failed to satisfy constraint: Member must satisfy "
                + @"regular expression pattern: [^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+");

    public static ImmutableSortedDictionary<string, string> Mapping(UserPoolDocument pool, JsonObject? given)
    {
        var mapping = Texts(given ?? []);
        return mapping.Keys.FirstOrDefault(name => name != "username" && pool.Schema.All(schema => schema.Name != name)) is { } unknown
            ? throw CognitoFaults.Invalid($"Invalid attribute in the mapping: {unknown}")
            : mapping.ContainsKey("username") ? mapping : mapping.Add("username", "sub");
    }

    public static ImmutableArray<string> Identifiers(OperationInput input) =>
        input.Members["IdpIdentifiers"] is JsonArray list
            ? [.. list.Select(static one => one!.GetValue<string>()).Take(Members)]
            : [];

    private static ImmutableSortedDictionary<string, string> Texts(JsonObject given)
    {
        if (given.Count > Members || given.Any(static pair => pair.Value?.GetValue<string>().Length > ValueChars))
        {
            throw CognitoFaults.Invalid("The details of the identity provider are too many or too long.");
        }

        return given.ToImmutableSortedDictionary(
            static pair => pair.Key, static pair => pair.Value?.GetValue<string>() ?? "", StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, string Value)> Known(
        string type, ImmutableSortedDictionary<string, string>.Builder details) => type switch
        {
            "Google" =>
            [
                ("oidc_issuer", "https://accounts.google.com"),
                ("authorize_url", "https://accounts.google.com/o/oauth2/v2/auth"),
                ("token_url", "https://www.googleapis.com/oauth2/v4/token"),
                ("attributes_url", "https://openidconnect.googleapis.com/v1/userinfo"),
                ("jwks_uri", "https://www.googleapis.com/oauth2/v3/certs"), ("attributes_request_method", "GET"),
            ],
            "Facebook" => Facebook(details.GetValueOrDefault("api_version") ?? "v21.0"),
            "LoginWithAmazon" =>
            [
                ("authorize_url", "https://www.amazon.com/ap/oa"), ("token_url", "https://api.amazon.com/auth/o2/token"),
                ("attributes_url", "https://api.amazon.com/user/profile"), ("attributes_request_method", "GET"),
            ],
            _ => [],
        };

    private static (string Name, string Value)[] Facebook(string version) =>
        version.All(static c => char.IsAsciiLetterOrDigit(c) || c == '.')
            ? [
                ("authorize_url", $"https://www.facebook.com/{version}/dialog/oauth"),
                ("token_url", $"https://graph.facebook.com/{version}/oauth/access_token"),
                ("attributes_url", $"https://graph.facebook.com/{version}/me?fields=id,name,email,first_name,last_name,picture"),
                ("attributes_request_method", "GET"),
            ]
            : throw CognitoFaults.Invalid("The api_version of the identity provider is not one.");
}
