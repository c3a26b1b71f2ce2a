using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Http;
using Gatehouse.Execution.Http.Authorization;
using Gatehouse.Execution.Http.Records;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>
/// The step of a route's JWT or Lambda authorizer (http-api §13). What cannot be compiled is a step that lets nobody
/// in.
/// </summary>
internal sealed class RouteAuthorizerCompiler(HttpStageContext context, AuthorizerServices? services)
{
    private const string HeaderSource = "$request.header.";
    private const string QuerySource = "$request.querystring.";
    private const string ContextSource = "$context.";
    private const string VariableSource = "$stageVariables.";

    /// <param name="route">Of the authorization type JWT or CUSTOM.</param>
    public IRouteStep Compile(RouteV2Document route)
    {
        if (services is null)
        {
            return Refuse("the data plane was composed without authorizers");
        }

        var authorizer = context.Definition.Authorizers.FirstOrDefault(a => a.AuthorizerId == route.AuthorizerId);
        if (authorizer is null)
        {
            return Refuse(
                $"the route {route.RouteKey} names the authorizer {route.AuthorizerId}, which does not exist");
        }

        if (!TryCompileSources(authorizer, out var sources))
        {
            return Refuse($"an identity source of the authorizer {authorizer.Name} cannot be read");
        }

        return (route.AuthorizationType, authorizer.AuthorizerType) switch
        {
            ("JWT", AuthorizerV2Document.Jwt) => CompileJwt(route, authorizer, sources, services),
            ("CUSTOM", AuthorizerV2Document.Request) => CompileFunction(authorizer, sources, services),
            _ => Refuse(
                $"the route {route.RouteKey} asks for {route.AuthorizationType} and its authorizer is "
                + authorizer.AuthorizerType),
        };
    }

    private static RefusalGuard Refuse(string detail) => new(
        ApiFault.AuthorizerFailed, "Execution failed due to configuration error: " + detail);

    private IRouteStep CompileJwt(
        RouteV2Document route, AuthorizerV2Document authorizer, RouteIdentity[] sources, AuthorizerServices known)
    {
        if (sources is not [(HeaderRouteIdentity or QueryRouteIdentity) and var source])
        {
            return Refuse("a JWT authorizer has one identity source, a header or a query parameter");
        }

        var issuer = context.Substitute(authorizer.JwtConfiguration?.Issuer ?? string.Empty);
        if (!known.Issuers.TryOpen(issuer, JwtAuthorizer.Algorithms, out var checker))
        {
            return Refuse($"{issuer} is no issuer that could be asked for its keys");
        }

        string[] audiences = authorizer.JwtConfiguration?.Audience is { IsDefault: false } given ? [.. given] : [];
        string[] scopes = route.AuthorizationScopes is { IsDefault: false } named ? [.. named] : [];
        return new JwtGuard(source, new JwtAuthorizer(checker, audiences, known.Time), scopes);
    }

    private IRouteStep CompileFunction(
        AuthorizerV2Document authorizer, RouteIdentity[] sources, AuthorizerServices known)
    {
        var uri = context.Substitute(authorizer.AuthorizerUri ?? string.Empty);
        if (!FunctionTarget.TryParse(uri, context.Scope, out var function))
        {
            return Refuse($"the URI of the authorizer {authorizer.Name} names no Lambda function");
        }

        var isV2 = authorizer.AuthorizerPayloadFormatVersion == "2.0";
        if (!isV2 && authorizer.AuthorizerPayloadFormatVersion != "1.0")
        {
            return Refuse($"the authorizer {authorizer.Name} has no payload format version");
        }

        var target = new AuthorizerFunction
        {
            AuthorizerId = authorizer.AuthorizerId,
            Function = function,
            SourceArn = $"arn:aws:execute-api:{context.Scope.Region}:{context.Scope.Account}:{context.ApiId}"
                + $"/authorizers/{authorizer.AuthorizerId}",
            SourceAccount = context.Scope.Account,
            RoleArn = string.IsNullOrEmpty(authorizer.AuthorizerCredentialsArn)
                ? null
                : authorizer.AuthorizerCredentialsArn,
            Timeout = AuthorizerLimits.HttpTimeout,
        };
        var ttl = Math.Clamp(authorizer.AuthorizerResultTtlInSeconds ?? 0, 0, AuthorizerLimits.MaxTtlSeconds);
        var form = isV2 && authorizer.EnableSimpleResponses == true ? AnswerForm.HttpSimple : AnswerForm.HttpPolicy;
        return new FunctionGuard
        {
            Authorizer = new FunctionAuthorizer(
                target, form, TimeSpan.FromSeconds(ttl), Identity(authorizer),
                StageContext.CacheNameOf(context.Scope, context.ApiStage), known.Invoker, known.Caches),
            IsV2 = isV2,
            Sources = sources,
            Time = known.Time,
        };
    }

    /// <summary>All of its settings: another deployment's authorizer of this id keeps its answers apart.</summary>
    private static string Identity(AuthorizerV2Document authorizer) =>
        JsonSerializer.Serialize(authorizer, ApiV2Json.Default.AuthorizerV2Document);

    private bool TryCompileSources(AuthorizerV2Document authorizer, [NotNullWhen(true)] out RouteIdentity[]? sources)
    {
        var compiled = new List<RouteIdentity>();
        foreach (var text in authorizer.IdentitySource.IsDefault ? [] : authorizer.IdentitySource)
        {
            if (TryCompileSource(text) is not { } source)
            {
                sources = null;
                return false;
            }

            compiled.Add(source);
        }

        sources = [.. compiled];
        return true;
    }

    private RouteIdentity? TryCompileSource(string text) =>
        Strip(text, HeaderSource) is { } header ? new HeaderRouteIdentity(header)
        : Strip(text, QuerySource) is { } query ? new QueryRouteIdentity(query)
        : Strip(text, VariableSource) is { } variable
            ? new LiteralRouteIdentity(context.Variables.GetValueOrDefault(variable))
        : Strip(text, ContextSource) is { } name && HttpContextVariables.Find(name) is { } reader
            ? new ContextRouteIdentity(reader)
        : null;

    private static string? Strip(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
