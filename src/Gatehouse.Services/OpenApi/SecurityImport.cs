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
/// Security schemes become authorizers, API keys or IAM (rest-control-plane §4.6). What is asked for and cannot be
/// honoured is an error.
/// </summary>
/// <remarks>
/// Differs from AWS: AWS ignores <c>oauth2</c>, <c>http</c> and <c>openIdConnect</c> schemes and leaves the method
/// open. A gateway that opens what its author closed is the worst fault there is, so the import is refused with the
/// reason. The root's own <c>security</c> is ignored as on AWS, but with a warning.
/// </remarks>
internal sealed class SecurityImport
{
    private const string AuthExtension = "x-amazon-apigateway-auth";
    private const string AuthTypeExtension = "x-amazon-apigateway-authtype";
    private const string AuthorizerExtension = "x-amazon-apigateway-authorizer";

    private readonly ImportContext _context;
    private readonly Dictionary<string, NodeView> _schemes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AuthorizerDocument> _authorizers = new(StringComparer.Ordinal);
    private bool _leftOpen;

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
        Pointer = schemes.Pointer;
        var authorizers = new AuthorizerImport(context);
        foreach (var (name, reference) in schemes.Members)
        {
            var scheme = reference.Resolve();
            _schemes[name] = scheme;
            if (scheme[AuthorizerExtension].Exists)
            {
                _authorizers[name] =
                    authorizers.Read(name, scheme, scheme[AuthorizerExtension], former.GetValueOrDefault(name)?.Id);
            }
        }
    }

    /// <summary>Where the schemes stand.</summary>
    public string Pointer { get; }

    public ImmutableArray<AuthorizerDocument> ToDocuments() => [.. _authorizers.Values];

    /// <summary>What the operation asks of its caller.</summary>
    public MethodSecurity Read(NodeView operation)
    {
        var security = ReadAuth(operation[AuthExtension]);
        var requirements = operation["security"];
        if (!requirements.Exists)
        {
            _leftOpen |= !operation[AuthExtension].Exists;
            return security;
        }

        // Taken for an empty list, a requirement of the wrong shape would open the method.
        if (!requirements.IsArray || requirements.Items.Any(static requirement => !requirement.IsObject))
        {
            _context.Error(requirements.Pointer, "Invalid security: expected a list of security requirement objects");
            return security;
        }

        return Choose(security, [.. requirements.Items]);
    }

    /// <summary>To be called when every operation was read.</summary>
    public void WarnOfIgnoredRoot()
    {
        var root = _context.Document["security"];
        if (_leftOpen
            && (root.Node is System.Text.Json.Nodes.JsonArray { Count: > 0 } || (root.Exists && !root.IsArray)))
        {
            _context.Warn(
                root.Pointer,
                "Security of the whole definition is ignored: operations without their own are open");
        }
    }

    private MethodSecurity ReadAuth(NodeView extension)
    {
        if (!extension.Exists)
        {
            return MethodSecurity.None;
        }

        var type = extension["type"].StrictText?.ToUpperInvariant();
        if (type is not ("NONE" or "AWS_IAM"))
        {
            _context.Error(extension.Pointer, $"Invalid {AuthExtension}: type must be one of [NONE, AWS_IAM]");
            return MethodSecurity.None;
        }

        return MethodSecurity.None with { AuthorizationType = type };
    }

    /// <summary>
    /// Of several alternatives the first that can be enforced: a method has one authorizer (unconfirmed, §4.6). An API
    /// key by itself is no alternative but asked for besides: AWS's own exports and SAM list the two side by side.
    /// </summary>
    private MethodSecurity Choose(MethodSecurity start, ImmutableArray<NodeView> requirements)
    {
        var keys = requirements.RemoveAll(requirement => !IsKeyAlone(requirement));
        var others = requirements.RemoveAll(IsKeyAlone);
        var security = start with { ApiKeyRequired = start.ApiKeyRequired || !keys.IsEmpty };
        ImmutableArray<OpenApiProblem> firstProblems = [];
        foreach (var requirement in others)
        {
            var problems = new List<OpenApiProblem>();
            var found = requirement.Members.Aggregate(
                security, (current, member) => Apply(current, member.Name, member.Value, problems));
            if (problems.Count == 0)
            {
                return found;
            }

            firstProblems = firstProblems.IsEmpty ? [.. problems] : firstProblems;
        }

        // With a key that can be asked for, what cannot be enforced was one of several ways in.
        foreach (var problem in keys.IsEmpty ? firstProblems : [])
        {
            _context.Error(problem.Pointer, problem.Message);
        }

        return security;
    }

    private bool IsKeyAlone(NodeView requirement) =>
        requirement.Node is System.Text.Json.Nodes.JsonObject { Count: > 0 } && requirement.Members.All(
            member => _schemes.TryGetValue(member.Name, out var scheme) && IsOpenKey(scheme));

    private MethodSecurity Apply(MethodSecurity security, string name, NodeView scopes, List<OpenApiProblem> problems)
    {
        if (!_schemes.TryGetValue(name, out var scheme) && !_authorizers.ContainsKey(name))
        {
            problems.Add(new OpenApiProblem(scopes.Pointer, $"Security scheme '{name}' is not defined", true));
            return security;
        }

        if (IsOpenKey(scheme))
        {
            return security with { ApiKeyRequired = true };
        }

        var asked = _authorizers.TryGetValue(name, out var authorizer) ? By(authorizer, security, scopes)
            : IsIam(scheme) ? security with { AuthorizationType = "AWS_IAM" }
            : null;
        if (asked is null)
        {
            problems.Add(new OpenApiProblem(
                scopes.Pointer,
                $"Security scheme '{name}' cannot be enforced: only API keys in x-api-key, awsSigv4 and schemes with "
                + $"{AuthorizerExtension} are supported",
                true));
            return security;
        }

        if (security.AuthorizationType != "NONE" && security != asked)
        {
            problems.Add(new OpenApiProblem(
                scopes.Pointer,
                $"Security scheme '{name}' cannot be enforced together with another: a method has one authorizer",
                true));
        }

        return asked;
    }

    private static MethodSecurity By(AuthorizerDocument authorizer, MethodSecurity security, NodeView scopes)
    {
        var isCognito = authorizer.Type == "COGNITO_USER_POOLS";
        return security with
        {
            AuthorizationType = isCognito ? "COGNITO_USER_POOLS" : "CUSTOM",
            AuthorizerId = authorizer.Id,
            Scopes = isCognito && scopes.Texts() is { Length: > 0 } texts ? texts : null,
        };
    }

    /// <summary>The header of API keys, with no authorizer that reads it.</summary>
    private static bool IsOpenKey(NodeView scheme) =>
        scheme.Exists && !scheme[AuthorizerExtension].Exists && !IsIam(scheme)
        && scheme["type"].Text == "apiKey" && scheme["in"].Text == "header"
        && string.Equals(scheme["name"].Text, "x-api-key", StringComparison.OrdinalIgnoreCase);

    private static bool IsIam(NodeView scheme) =>
        scheme[AuthTypeExtension].Text?.StartsWith("aws", StringComparison.OrdinalIgnoreCase) == true;
}
