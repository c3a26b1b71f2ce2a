using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.OpenApi;

/// <summary>What a method asks of its caller, read from its <c>security</c>.</summary>
internal sealed record MethodSecurity(
    string AuthorizationType, string? AuthorizerId, ImmutableArray<string>? Scopes, bool ApiKeyRequired)
{
    public static readonly MethodSecurity None = new("NONE", null, null, false);
}

/// <summary>
/// Security schemes become authorizers, API keys or IAM (rest-control-plane §4.6). A scheme that is declared but cannot be
/// honoured is an error.
/// </summary>
/// <remarks>
/// Differs from AWS: AWS ignores <c>oauth2</c>, <c>http</c> and <c>openIdConnect</c> schemes and leaves the method open. A
/// gateway that opens what its author closed is the worst fault there is, so the import is refused with the reason.
/// </remarks>
internal sealed class SecurityImport
{
    private readonly ImportContext _context;
    private readonly Dictionary<string, NodeView> _schemes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AuthorizerDocument> _authorizers = new(StringComparer.Ordinal);

    public SecurityImport(ImportContext context, ImmutableArray<AuthorizerDocument> existing, bool keepsExisting)
    {
        _context = context;
        var former = existing.ToDictionary(static authorizer => authorizer.Name, StringComparer.Ordinal);
        foreach (var authorizer in keepsExisting ? existing : [])
        {
            _authorizers[authorizer.Name] = authorizer;
        }

        var schemes = context.IsSwagger
            ? context.Document["securityDefinitions"]
            : context.Document["components"]["securitySchemes"];
        foreach (var (name, scheme) in schemes.Members)
        {
            _schemes[name] = scheme;
            if (scheme["x-amazon-apigateway-authorizer"].IsObject
                && ReadAuthorizer(name, scheme, former.GetValueOrDefault(name)?.Id) is { } authorizer)
            {
                _authorizers[name] = authorizer;
            }
        }
    }

    public ImmutableArray<AuthorizerDocument> ToDocuments() => [.. _authorizers.Values];

    /// <param name="operation">The operation; the root's own <c>security</c> is ignored, as on AWS.</param>
    public MethodSecurity Read(NodeView operation)
    {
        var security = MethodSecurity.None;
        if (operation["x-amazon-apigateway-auth"]["type"].Text is { } type)
        {
            if (type.ToUpperInvariant() is not ("NONE" or "AWS_IAM"))
            {
                _context.Error(operation.Pointer, $"Invalid authorization type: {type}. Must be one of [NONE, AWS_IAM]");
            }

            security = security with { AuthorizationType = type.ToUpperInvariant() };
        }

        // Of several alternatives the first counts: a method has one authorizer.
        foreach (var requirement in operation["security"].Items.Take(1))
        {
            foreach (var (name, scopes) in requirement.Members)
            {
                security = Apply(security, name, scopes);
            }
        }

        return security;
    }

    private MethodSecurity Apply(MethodSecurity security, string name, NodeView scopes)
    {
        if (_authorizers.TryGetValue(name, out var authorizer))
        {
            var isCognito = authorizer.Type == "COGNITO_USER_POOLS";
            return security with
            {
                AuthorizationType = isCognito ? "COGNITO_USER_POOLS" : "CUSTOM",
                AuthorizerId = authorizer.Id,
                Scopes = isCognito && scopes.Texts() is { Length: > 0 } texts ? texts : null,
            };
        }

        if (!_schemes.TryGetValue(name, out var scheme))
        {
            _context.Error(scopes.Pointer, $"Security scheme '{name}' is not defined");
            return security;
        }

        if (scheme["x-amazon-apigateway-authtype"].Text?.StartsWith("aws", StringComparison.OrdinalIgnoreCase) == true)
        {
            return security with { AuthorizationType = "AWS_IAM" };
        }

        if (scheme["type"].Text == "apiKey" && scheme["in"].Text == "header"
            && string.Equals(scheme["name"].Text, "x-api-key", StringComparison.OrdinalIgnoreCase))
        {
            return security with { ApiKeyRequired = true };
        }

        _context.Error(
            scheme.Pointer,
            $"Security scheme '{name}' cannot be enforced: only API keys in x-api-key, awsSigv4 and schemes with "
            + "x-amazon-apigateway-authorizer are supported");
        return security;
    }

    private AuthorizerDocument? ReadAuthorizer(string name, NodeView scheme, string? formerId)
    {
        var extension = scheme["x-amazon-apigateway-authorizer"];
        var type = extension["type"].Text?.ToUpperInvariant();
        if (type is not ("TOKEN" or "REQUEST" or "COGNITO_USER_POOLS"))
        {
            _context.Error(extension.Pointer, $"Invalid authorizer type '{extension["type"].Text}' for authorizer '{name}'");
            return null;
        }

        var authorizer = new AuthorizerDocument
        {
            Id = formerId ?? _context.NewPartId(),
            Name = name,
            Type = type,
            AuthType = scheme["x-amazon-apigateway-authtype"].Text ?? "custom",
            AuthorizerUri = extension["authorizerUri"].Text,
            AuthorizerCredentials = extension["authorizerCredentials"].Text,
            IdentityValidationExpression = extension["identityValidationExpression"].Text,
            AuthorizerResultTtlInSeconds = extension["authorizerResultTtlInSeconds"].Number(),
            ProviderARNs = extension["providerARNs"].Texts(),
            IdentitySource = extension["identitySource"].Text ?? Source(scheme),
        };
        if (type == "COGNITO_USER_POOLS" ? authorizer.ProviderARNs is not { Length: > 0 } : authorizer.AuthorizerUri is null)
        {
            _context.Error(
                extension.Pointer,
                type == "COGNITO_USER_POOLS"
                    ? $"Authorizer '{name}' needs providerARNs"
                    : $"Authorizer '{name}' needs authorizerUri");
        }

        return authorizer;
    }

    private static string? Source(NodeView scheme) => (scheme["in"].Text, scheme["name"].Text) switch
    {
        (_, null or "Unused") => null,
        ("header", { } name) => $"method.request.header.{name}",
        ("query", { } name) => $"method.request.querystring.{name}",
        _ => null,
    };
}
