using System.Text.Json;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Throttling;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Execution.WebSockets.Handshake;
using Gatehouse.Execution.WebSockets.Mapping;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Execution.Compilation.WebSockets;

/// <summary>What stands before <c>$connect</c> (websocket-api §3.2): authorization, the API key, required parameters.</summary>
internal sealed class ConnectGuardCompiler(SocketStageContext context)
{
    private const string Configuration = "Execution failed due to configuration error: ";
    private const string RequestPrefix = "route.request.";

    // websocket-api §3.8: these two are in the event and still fail the check (single source).
    private static readonly string[] FailingSources = ["context.eventType", "context.messageDirection"];

    public IConnectGuard[] Compile(RouteV2Document connect) =>
        [.. Authorization(connect), .. Keys(connect), .. Parameters(connect)];

    /// <summary>An open route has no step. Whatever else the document says must end in one that can refuse.</summary>
    private IConnectGuard[] Authorization(RouteV2Document connect) => connect.AuthorizationType switch
    {
        "NONE" => [],
        "AWS_IAM" => [new ConnectSignature(
            SocketStageCompiler.RuleOf(context, context.Services), context.ArnOf(SocketStagePlan.Connect))],
        "CUSTOM" => [Authorizer(connect)],
        var other => [Refuse($"the authorization type {other} is none of a WebSocket API")],
    };

    private static RefusingGuard Refuse(string why) =>
        new(SocketFault.AuthorizerMisconfigured, Configuration + why);

    private IConnectGuard Authorizer(RouteV2Document connect)
    {
        if (context.Services.Authorizers is not { } services)
        {
            return Refuse("the data plane was composed without authorizers");
        }

        var authorizer = context.Definition.Authorizers.FirstOrDefault(one => one.AuthorizerId == connect.AuthorizerId);
        if (authorizer is null)
        {
            return Refuse($"the route $connect names the authorizer {connect.AuthorizerId}, which does not exist");
        }

        var uri = context.Substitute(authorizer.AuthorizerUri ?? string.Empty);
        if (!FunctionTarget.TryParse(uri, context.Scope, out var function))
        {
            return Refuse($"the URI of the authorizer {authorizer.Name} names no Lambda function");
        }

        var sources = new List<ConnectIdentity>();
        foreach (var text in authorizer.IdentitySource.IsDefault ? [] : authorizer.IdentitySource)
        {
            if (SourceOf(text) is not { } source)
            {
                return Refuse($"the identity source {text} of the authorizer {authorizer.Name} cannot be read");
            }

            sources.Add(source);
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
                : context.Substitute(authorizer.AuthorizerCredentialsArn),
            Timeout = AuthorizerLimits.RestTimeout,
        };
        return new ConnectAuthorizer(
            new FunctionAuthorizer(
                target, AnswerForm.Rest, TimeSpan.Zero,
                JsonSerializer.Serialize(authorizer, ApiV2Json.Default.AuthorizerV2Document),
                StageContext.CacheNameOf(context.Scope, context.ApiStage), services.Invoker, services.Caches),
            [.. sources], context.ArnOf(SocketStagePlan.Connect), services.Time);
    }

    private ConnectIdentity? SourceOf(string text)
    {
        if (FailingSources.Contains(text))
        {
            return static _ => null;
        }

        if (text.StartsWith("context.", StringComparison.Ordinal))
        {
            return SocketContextVariables.Find(text["context.".Length..]) is { } reader
                ? connect => reader(connect)
                : static _ => null;
        }

        if (!text.StartsWith(RequestPrefix, StringComparison.Ordinal)
            && !text.StartsWith("stageVariables.", StringComparison.Ordinal))
        {
            return null;
        }

        return context.Sources.TryCompile(text) is { } source ? connect => source(connect).ToString() : null;
    }

    private IEnumerable<IConnectGuard> Keys(RouteV2Document connect)
    {
        if (connect.ApiKeyRequired)
        {
            var throttling = context.Services.Throttling;
            yield return new ConnectKey(
                throttling.Keys, throttling.Rates.Number(context.Scope), context.ApiStage,
                context.Definition.Api.ApiKeySelectionExpression == "$context.authorizer.usageIdentifierKey");
        }
    }

    private IEnumerable<IConnectGuard> Parameters(RouteV2Document connect)
    {
        var required = new List<KeyValuePair<string, ConnectIdentity>>();
        foreach (var (name, constraints) in connect.RequestParameters
            ?? System.Collections.Immutable.ImmutableSortedDictionary<string, ParameterConstraints>.Empty)
        {
            if (constraints.Required == true && name.StartsWith(RequestPrefix, StringComparison.Ordinal)
                && context.Sources.TryCompile(name) is { } source)
            {
                required.Add(new(name[(name.LastIndexOf('.') + 1)..], connect => source(connect).ToString()));
            }
        }

        if (required.Count > 0)
        {
            yield return new RequiredParameters([.. required]);
        }
    }
}
