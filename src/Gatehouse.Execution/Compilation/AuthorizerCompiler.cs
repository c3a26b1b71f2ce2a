using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Cognito;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Authorization;
using Gatehouse.Execution.Rest.Headers;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Languages.Java;
using Gatehouse.Model.Authorizers;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>
/// The step of a method's Lambda or Cognito authorizer (security §5, §6.1). What cannot be compiled is a step that lets
/// nobody in.
/// </summary>
internal sealed class AuthorizerCompiler(StageContext context, AuthorizerServices? services)
{
    private const string HeaderSource = "method.request.header.";
    private const string ManyHeaderSource = "method.request.multivalueheader.";
    private const string QuerySource = "method.request.querystring.";
    private const string ManyQuerySource = "method.request.multivaluequerystring.";
    private const string ContextSource = "context.";
    private const int DefaultTtlSeconds = 300;

    private ImmutableSortedDictionary<string, string> _testContext = ImmutableSortedDictionary<string, string>.Empty;

    /// <param name="method">CUSTOM or COGNITO_USER_POOLS.</param>
    /// <param name="isSilenceDecidedLater">A step of the resource policy follows.</param>
    public IRestStep[] Compile(MethodDocument method, bool isSilenceDecidedLater)
    {
        if (services is null)
        {
            return Refuse("the data plane was composed without authorizers");
        }

        var authorizer = context.Definition.Authorizers.FirstOrDefault(a => a.Id == method.AuthorizerId);
        if (authorizer is null)
        {
            return Refuse($"the method names the authorizer {method.AuthorizerId}, which does not exist");
        }

        if ((authorizer.Type == "COGNITO_USER_POOLS") != (method.AuthorizationType == "COGNITO_USER_POOLS"))
        {
            return Refuse($"the method asks for {method.AuthorizationType} and its authorizer is {authorizer.Type}");
        }

        if (!TryCompileValidation(authorizer, out var validation))
        {
            return Refuse("the identity validation expression is no regular expression");
        }

        return authorizer.Type switch
        {
            "TOKEN" or "REQUEST" => CompileFunction(authorizer, validation, isSilenceDecidedLater, services),
            "COGNITO_USER_POOLS" => CompilePools(authorizer, method, validation, services),
            _ => Refuse($"authorizers of type {authorizer.Type} are unknown"),
        };
    }

    /// <summary>A method that ends with the authorizer.</summary>
    public MethodPlan CompileTest(AuthorizerTest test)
    {
        _testContext = test.AdditionalContext;
        var isPool = context.Definition.Authorizers.Any(
            a => a.Id == test.AuthorizerId && a.Type == "COGNITO_USER_POOLS");
        var method = new MethodDocument
        {
            HttpMethod = "GET",
            AuthorizationType = isPool ? "COGNITO_USER_POOLS" : "CUSTOM",
            AuthorizerId = test.AuthorizerId,
        };
        return new MethodPlan
        {
            ResourceId = string.Empty,
            ResourcePath = "/",
            Family = HeaderFamily.Http,
            Steps = Compile(method, isSilenceDecidedLater: false),
        };
    }

    private static IRestStep[] Refuse(string detail) => [new RefusalStep(
        GatewayFaults.AuthorizerConfigurationError, "Execution failed due to configuration error: " + detail)];

    /// <summary>Who brings no identity is told so, whatever else is wrong (security §5.2).</summary>
    private static IRestStep[] Refuse(IdentitySource[] sources, string detail) =>
        [new IdentityCheckStep(sources), .. Refuse(detail)];

    private static bool TryCompileValidation(AuthorizerDocument authorizer, out SelectionPattern? validation)
    {
        validation = null;
        if (string.IsNullOrEmpty(authorizer.IdentityValidationExpression) || authorizer.Type == "REQUEST")
        {
            return true;
        }

        try
        {
            validation = SelectionPattern.Compile(authorizer.IdentityValidationExpression);
            return true;
        }
        catch (JavaRegexException)
        {
            return false;
        }
    }

    private IRestStep[] CompileFunction(
        AuthorizerDocument authorizer, SelectionPattern? validation, bool isSilenceDecidedLater,
        AuthorizerServices known)
    {
        var isToken = authorizer.Type == "TOKEN";
        var sources = CompileSources(authorizer);
        if (sources is null || (isToken && sources is not [HeaderIdentity]))
        {
            return Refuse($"the identity source {authorizer.IdentitySource} cannot be read");
        }

        var uri = context.Substitute(authorizer.AuthorizerUri ?? string.Empty);
        if (!FunctionTarget.TryParse(uri, context.Scope, out var function))
        {
            return Refuse(sources, "the authorizer's URI names no Lambda function");
        }

        var target = new AuthorizerFunction
        {
            AuthorizerId = authorizer.Id,
            Function = function,
            SourceArn = $"arn:aws:execute-api:{context.Scope.Region}:{context.Scope.Account}:{context.ApiId}"
                + $"/authorizers/{authorizer.Id}",
            SourceAccount = context.Scope.Account,
            RoleArn = string.IsNullOrEmpty(authorizer.AuthorizerCredentials) ? null : authorizer.AuthorizerCredentials,
            Timeout = AuthorizerLimits.RestTimeout,
        };
        var step = new FunctionAuthorizerStep
        {
            Authorizer = new FunctionAuthorizer(
                target, AnswerForm.Rest, Ttl(authorizer), Identity(authorizer), context.CacheName, known.Invoker,
                known.Caches),
            IsToken = isToken,
            Sources = sources,
            Validation = validation,
            IsSilenceDecidedLater = isSilenceDecidedLater,
            Time = known.Time,
        };
        return [step];
    }

    private TimeSpan Ttl(AuthorizerDocument authorizer) => context.IsTest
        ? TimeSpan.Zero // a test never uses what is kept (security §5.7)
        : TimeSpan.FromSeconds(Math.Clamp(
            authorizer.AuthorizerResultTtlInSeconds ?? DefaultTtlSeconds, 0, AuthorizerLimits.MaxTtlSeconds));

    /// <summary>All of its settings: another deployment's authorizer of this id keeps its answers apart.</summary>
    private static string Identity(AuthorizerDocument authorizer) =>
        JsonSerializer.Serialize(authorizer, RestApiJson.Default.AuthorizerDocument);

    private IRestStep[] CompilePools(
        AuthorizerDocument authorizer, MethodDocument method, SelectionPattern? validation, AuthorizerServices known)
    {
        if (CompileSources(authorizer) is not [HeaderIdentity source])
        {
            return Refuse($"the identity source {authorizer.IdentitySource} is not one header");
        }

        var pools = new List<TokenChecker>();
        foreach (var provider in authorizer.ProviderARNs is { IsDefault: false } given ? given : [])
        {
            var arn = context.Substitute(provider);
            if (!known.Pools.TryOpen(arn, out var checker))
            {
                return Refuse([source], $"{arn} is no user pool");
            }

            pools.Add(checker);
        }

        if (pools.Count == 0)
        {
            return Refuse([source], "the authorizer names no user pool");
        }

        string[] scopes = method.AuthorizationScopes is { IsDefault: false } named ? [.. named] : [];
        var pool = new CognitoAuthorizer([.. pools], scopes, validation, known.Time);
        return [new CognitoAuthorizerStep(authorizer.Id, source, pool)];
    }

    /// <returns><see langword="null"/> when one of them is none.</returns>
    private IdentitySource[]? CompileSources(AuthorizerDocument authorizer)
    {
        if (string.IsNullOrWhiteSpace(authorizer.IdentitySource))
        {
            // TOKEN and Cognito authorizers need one; REQUEST without caching does not (security §5.2).
            return authorizer.Type == "REQUEST" ? [] : [new HeaderIdentity("Authorization")];
        }

        var sources = new List<IdentitySource>();
        foreach (var text in authorizer.IdentitySource.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryCompileSource(text, out var source))
            {
                return null;
            }

            sources.Add(source);
        }

        return [.. sources];
    }

    private bool TryCompileSource(string text, [NotNullWhen(true)] out IdentitySource? source)
    {
        source = Strip(text, HeaderSource) is { } header ? new HeaderIdentity(header)
            : Strip(text, ManyHeaderSource) is { } headers ? new HeaderIdentity(headers)
            : Strip(text, QuerySource) is { } query ? new QueryIdentity(query)
            : Strip(text, ManyQuerySource) is { } queries ? new QueryIdentity(queries)
            : Strip(text, ContextSource) is { } name && _testContext.TryGetValue(name, out var given)
                ? new ExpressionIdentity(new LiteralValue(given))
            : text.StartsWith('\'') || context.Expressions.Compile(text) is not { ReadsBody: false } expression ? null
            : new ExpressionIdentity(expression);
        return source is not null;
    }

    private static string? Strip(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
