using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Cognito;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>COGNITO_USER_POOLS: a user pool's token lets the caller pass (security §6.1).</summary>
internal sealed class CognitoAuthorizerStep(string authorizerId, HeaderIdentity source, CognitoAuthorizer authorizer)
    : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        // Two values are two identities: one would be judged, and the backend might believe the other.
        if (source.Read(call) is not [{ } value] || string.IsNullOrWhiteSpace(value))
        {
            return Refuse(call, GatewayFaults.Unauthorized, AuthorizerTrace.Unauthorized(call));
        }

        AuthorizerTrace.Starting(call, authorizerId);
        AuthorizerTrace.Identity(call, value);
        var checking = authorizer.CheckAsync(value, call.Aborted);
        return checking.IsCompletedSuccessfully
            ? Judge(call, Completed.Take(checking))
            : AwaitAsync(call, checking);
    }

    private static async ValueTask<StepResult> AwaitAsync(RestCall call, ValueTask<TokenVerdict> checking) =>
        Judge(call, await checking);

    private static StepResult Judge(RestCall call, in TokenVerdict verdict)
    {
        if (verdict.Token is { } token)
        {
            call.Authorization = new CallerAuthorization { Claims = token.RestTexts };
            AuthorizerTrace.Completed(call);
            return StepResult.Continue;
        }

        if (verdict.Problem is { } problem)
        {
            // The pool is gone or cannot be reached: nobody can tell whether the token is good.
            return Refuse(
                call, GatewayFaults.AuthorizerConfigurationError,
                $"Execution failed due to configuration error: the keys of the user pool cannot be had ({problem})");
        }

        return Refuse(
            call,
            verdict.Fault == TokenFault.Expired ? AuthorizerFaults.ExpiredToken : GatewayFaults.Unauthorized,
            $"{AuthorizerTrace.Unauthorized(call)} ({verdict.Fault})");
    }

    private static StepResult Refuse(RestCall call, GatewayFault fault, string detail)
    {
        call.Authorization = new CallerAuthorization { Error = detail, Status = fault.Status };
        return new StepResult(fault, detail);
    }
}
