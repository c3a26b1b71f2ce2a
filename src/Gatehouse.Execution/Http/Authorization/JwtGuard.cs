using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Callers;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Http.Authorization;

/// <summary>The JWT authorizer of a route (http-api §13.2).</summary>
/// <param name="source">One header or query parameter.</param>
/// <param name="authorizer">Checks tokens.</param>
/// <param name="scopes">Of the route; a token must have one of them, if there are any.</param>
internal sealed class JwtGuard(RouteIdentity source, JwtAuthorizer authorizer, string[] scopes) : IRouteStep
{
    public ValueTask<RouteResult> RunAsync(RouteCall call)
    {
        var values = source.Read(call);
        if (values.Count == 0 || (values.Count == 1 && string.IsNullOrWhiteSpace(values[0])))
        {
            call.Challenge = JwtChallenge.Missing;
            call.AuthorizerError = ApiFault.Unauthorized.Message;
            return new RouteResult(ApiFault.Unauthorized, "The request has no token");
        }

        if (values is not [{ } value])
        {
            // Two values are two identities: one would be judged, and the backend might believe the other.
            return Refuse(call, JwtVerdict.Refused(new TokenVerdict(null, TokenFault.Malformed)));
        }

        var checking = authorizer.CheckAsync(value, scopes, call.Aborted);
        return checking.IsCompletedSuccessfully
            ? Judge(call, Completed.Take(checking))
            : AwaitAsync(call, checking);
    }

    private async ValueTask<RouteResult> AwaitAsync(RouteCall call, ValueTask<JwtVerdict> checking) =>
        Judge(call, await checking);

    private RouteResult Judge(RouteCall call, in JwtVerdict verdict)
    {
        if (verdict.Token is not { } token)
        {
            return Refuse(call, verdict);
        }

        // Only a route with scopes shows those of the token, and then all of them (http-api §7.4).
        call.Caller = new TokenCaller(new CallerAuthorization
        {
            Claims = token.HttpTexts, Scopes = scopes.Length == 0 ? null : token.Scopes,
        });
        return RouteResult.Continue;
    }

    private RouteResult Refuse(RouteCall call, in JwtVerdict verdict)
    {
        call.Challenge = JwtChallenge.Of(verdict, scopes);
        call.AuthorizerError = JwtChallenge.ErrorOf(verdict);
        return new RouteResult(
            verdict.Fault == TokenFault.Scope ? ApiFault.Forbidden : ApiFault.Unauthorized, call.AuthorizerError);
    }
}
