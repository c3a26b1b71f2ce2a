using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Http;
using Gatehouse.Execution.Http.Authorization;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>
/// What stands before a route's integration: throttling, then authorization (http-api §6; the order of the two is
/// unconfirmed).
/// </summary>
internal sealed class RouteGuardCompiler(HttpStageContext context, IntegrationServices services)
{
    private readonly RouteAuthorizerCompiler _authorizers = new(context, services.Authorizers);

    public IRouteStep[] Compile(RouteV2Document route) => [CompileRate(route), .. CompileAuthorization(route)];

    /// <summary>An open route has no step. Whatever else the document says must end in a step that can refuse.</summary>
    private IRouteStep[] CompileAuthorization(RouteV2Document route) => route.AuthorizationType switch
    {
        "NONE" => [],
        "JWT" or "CUSTOM" => [_authorizers.Compile(route)],
        "AWS_IAM" when services.Iam is not null => [new SignatureGuard(Rule())],
        _ => [Refuse(route)],
    };

    /// <summary>Fail closed: what is not built lets nobody in.</summary>
    private static RefusalGuard Refuse(RouteV2Document route) => new(
        route.AuthorizationType == "AWS_IAM" ? ApiFault.Forbidden : ApiFault.AuthorizerFailed,
        $"The authorization type {route.AuthorizationType} of the route {route.RouteKey} is not built yet");

    private InvokeRule Rule() => new()
    {
        Scope = context.Scope,
        ApiId = context.ApiId,
        StageName = context.Stage.StageName,
        Time = services.Time,
        Identities = services.Iam,
    };

    private RouteRateStep CompileRate(RouteV2Document route)
    {
        var account = services.Throttling.Rates.Account(context.Scope);
        return new RouteRateStep(account, RateOf(route) is { } rate
            ? new MethodRate(
                services.Throttling.Rates.Method(new MethodAddress(context.Scope, context.ApiStage, route.RouteKey)),
                rate)
            : null);
    }

    /// <summary>
    /// Each number by itself: the route's, else the stage's, else none but the account's (unconfirmed, http-api §14). A zero
    /// is a limit that nothing passes.
    /// </summary>
    private Rate? RateOf(RouteV2Document route)
    {
        var own = context.Stage.RouteSettings.GetValueOrDefault(route.RouteKey);
        var common = context.Stage.DefaultRouteSettings;
        var rate = own?.ThrottlingRateLimit ?? common.ThrottlingRateLimit;
        var burst = own?.ThrottlingBurstLimit ?? common.ThrottlingBurstLimit;
        if (rate is null && burst is null)
        {
            return null;
        }

        if (rate is 0 || burst is 0)
        {
            return new Rate(0, 0);
        }

        var ofAccount = services.Throttling.Rates.AccountDefault;
        return Rate.Of(
            rate ?? ofAccount?.PerSecond ?? ThrottlingLimits.MaxRatePerSecond, burst ?? ofAccount?.Burst ?? int.MaxValue);
    }
}
