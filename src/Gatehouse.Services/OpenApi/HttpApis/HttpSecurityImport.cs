using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.Authorizers;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi.HttpApis;

/// <summary>What a route asks of its caller.</summary>
internal sealed record RouteSecurity(string Type, string? AuthorizerId, ImmutableArray<string>? Scopes);

/// <summary>
/// Security schemes become authorizers or IAM (http-api §4.1). A route whose authorizer had to be left out is left out
/// with it; what is asked for and cannot be honoured at all is an error.
/// </summary>
/// <remarks>
/// Differs from AWS: a scheme that names nothing this gateway enforces is an error, where AWS leaves the route open. The
/// root's own <c>security</c> is ignored with a warning.
/// </remarks>
internal sealed class HttpSecurityImport
{
    private const string AuthExtension = "x-amazon-apigateway-auth";
    private const string AuthTypeExtension = "x-amazon-apigateway-authtype";
    private const string AuthorizerExtension = "x-amazon-apigateway-authorizer";
    private const string Discovery = "/.well-known/openid-configuration";

    private static readonly RouteSecurity Open = new("NONE", null, null);

    private readonly ImportContext _context;
    private readonly Dictionary<string, NodeView> _schemes = new(StringComparer.Ordinal);

    /// <summary>By scheme; <see langword="null"/> for those that were left out.</summary>
    private readonly Dictionary<string, AuthorizerV2Document?> _authorizers = new(StringComparer.Ordinal);

    private bool _leftOpen;

    public HttpSecurityImport(
        ImportContext context, ImmutableArray<AuthorizerV2Document> existing, IReadOnlySet<string> unreachable)
    {
        _context = context;
        foreach (var (name, reference) in context.Document["components"]["securitySchemes"].Members)
        {
            var scheme = reference.Resolve();
            _schemes[name] = scheme;
            if (scheme[AuthorizerExtension].Exists)
            {
                var id = existing.FirstOrDefault(one => one.Name == name)?.AuthorizerId ?? context.NewPartId();
                _authorizers[name] = ReadAuthorizer(name, id, scheme, unreachable);
            }
        }
    }

    public ImmutableArray<AuthorizerV2Document> ToDocuments() => [.. _authorizers.Values.OfType<AuthorizerV2Document>()];

    /// <summary>The issuers that the document's authorizers trust: who imports asks them first.</summary>
    public static ImmutableArray<string> Issuers(JsonObject root)
    {
        var issuers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (_, scheme) in (root["components"] as JsonObject)?["securitySchemes"] as JsonObject ?? [])
        {
            if (scheme is JsonObject && scheme[AuthorizerExtension] is JsonObject extension)
            {
                var stated = (extension["jwtConfiguration"] as JsonObject)?["issuer"] as JsonValue;
                if ((stated?.ToString() ?? IssuerOf((scheme["openIdConnectUrl"] as JsonValue)?.ToString())) is { } issuer)
                {
                    issuers.Add(issuer);
                }
            }
        }

        return [.. issuers];
    }

    /// <returns><see langword="null"/> when the route must be left out.</returns>
    public RouteSecurity? Read(NodeView operation, string place)
    {
        var asked = ReadAuth(operation[AuthExtension]);
        var requirements = operation["security"];
        if (!requirements.Exists)
        {
            _leftOpen |= !operation[AuthExtension].Exists;
            return asked;
        }

        // Taken for an empty list, a requirement of the wrong shape would open the route.
        if (!requirements.IsArray || requirements.Items.Any(static requirement => !requirement.IsObject))
        {
            _context.Error(requirements.Pointer, "Invalid security: expected a list of security requirement objects");
            return null;
        }

        var names = requirements.Items.SelectMany(static requirement => requirement.Members).ToList();
        if (requirements.Items.Count() > 1 || names.Count > 1)
        {
            _context.Error(
                requirements.Pointer,
                $"Unable to create route {place}: only one security requirement is supported on an operation");
            return null;
        }

        return names.Count == 0 ? asked : Apply(names[0].Name, names[0].Value, place);
    }

    /// <summary>To be called when every operation was read.</summary>
    public void WarnOfIgnoredRoot()
    {
        var root = _context.Document["security"];
        if (_leftOpen && (root.Node is JsonArray { Count: > 0 } || (root.Exists && !root.IsArray)))
        {
            _context.Warn(
                root.Pointer,
                "Security of the whole definition is ignored: operations without their own are open");
        }
    }

    private RouteSecurity? ReadAuth(NodeView extension)
    {
        if (!extension.Exists)
        {
            return Open;
        }

        var type = extension["type"].StrictText?.ToUpperInvariant();
        if (type is "NONE" or "AWS_IAM")
        {
            return Open with { Type = type };
        }

        _context.Error(extension.Pointer, $"Invalid {AuthExtension}: type must be one of [NONE, AWS_IAM]");
        return null;
    }

    private RouteSecurity? Apply(string name, NodeView scopes, string place)
    {
        if (_authorizers.TryGetValue(name, out var authorizer))
        {
            if (authorizer is null)
            {
                _context.Warn(scopes.Pointer, $"Unable to create route {place}: its authorizer '{name}' was not created");
                return null;
            }

            return authorizer.AuthorizerType == AuthorizerV2Document.Jwt
                ? new RouteSecurity(
                    "JWT", authorizer.AuthorizerId, scopes.Texts() is { IsEmpty: false } texts ? texts : null)
                : new RouteSecurity("CUSTOM", authorizer.AuthorizerId, null);
        }

        if (!_schemes.TryGetValue(name, out var scheme))
        {
            _context.Error(scopes.Pointer, $"Security scheme '{name}' is not defined");
            return null;
        }

        if (scheme[AuthTypeExtension].Text?.StartsWith("aws", StringComparison.OrdinalIgnoreCase) == true)
        {
            return Open with { Type = "AWS_IAM" };
        }

        _context.Error(
            scopes.Pointer,
            $"Security scheme '{name}' cannot be enforced: only awsSigv4 and schemes with {AuthorizerExtension} are "
            + "supported");
        return null;
    }

    private AuthorizerV2Document? ReadAuthorizer(
        string name, string id, NodeView scheme, IReadOnlySet<string> unreachable)
    {
        var extension = scheme[AuthorizerExtension];
        var authorizer = extension["type"].Text?.ToUpperInvariant() switch
        {
            AuthorizerV2Document.Jwt => Jwt(name, id, scheme, extension),
            AuthorizerV2Document.Request => Request(name, id, extension),
            _ => null,
        };
        var problem = authorizer is null
            ? $"Unsupported authorizer type {extension["type"].Quoted}"
            : Refusal(authorizer);
        if (problem is null && authorizer!.JwtConfiguration?.Issuer is { } issuer && unreachable.Contains(issuer))
        {
            problem = $"Caught exception when connecting to {issuer}{Discovery} for issuer {issuer}. Please try again later.";
        }

        if (problem is null)
        {
            return authorizer;
        }

        _context.Warn(extension.Pointer, $"Unable to create Authorizer '{name}': {problem}");
        return null;
    }

    private string? Refusal(AuthorizerV2Document authorizer)
    {
        try
        {
            AuthorizerRules.Check(authorizer, _context.Scope.Account);
            return null;
        }
        catch (ServiceFaultException fault)
        {
            return fault.Message;
        }
    }

    private static AuthorizerV2Document Jwt(string name, string id, NodeView scheme, NodeView extension) => new()
    {
        AuthorizerId = id,
        Name = name,
        AuthorizerType = AuthorizerV2Document.Jwt,
        IdentitySource = Sources(extension["identitySource"]),
        JwtConfiguration = new JwtConfiguration
        {
            Issuer = extension["jwtConfiguration"]["issuer"].Text ?? IssuerOf(scheme["openIdConnectUrl"].Text),
            Audience = extension["jwtConfiguration"]["audience"].Texts(),
        },
    };

    private static AuthorizerV2Document Request(string name, string id, NodeView extension)
    {
        var sources = Sources(extension["identitySource"]);
        return new AuthorizerV2Document
        {
            AuthorizerId = id,
            Name = name,
            AuthorizerType = AuthorizerV2Document.Request,
            IdentitySource = sources,
            AuthorizerUri = extension["authorizerUri"].Text,
            AuthorizerCredentialsArn = extension["authorizerCredentials"].Text,
            AuthorizerPayloadFormatVersion = extension["authorizerPayloadFormatVersion"].Text,
            EnableSimpleResponses = extension["enableSimpleResponses"].Flag(),
            AuthorizerResultTtlInSeconds = extension["authorizerResultTtlInSeconds"].Number()
                ?? AuthorizerRules.DefaultTtl(AuthorizerV2Document.Request, sources),
        };
    }

    /// <summary>One text, a list in one text, or a list.</summary>
    private static ImmutableArray<string> Sources(NodeView source) =>
    [
        .. (source.Texts() ?? []).SelectMany(static text => text.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    ];

    private static string? IssuerOf(string? openIdConnectUrl) => openIdConnectUrl is null ? null
        : openIdConnectUrl.EndsWith(Discovery, StringComparison.Ordinal) ? openIdConnectUrl[..^Discovery.Length]
        : openIdConnectUrl;
}
