using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// Denies every call of a PRIVATE API without a resource policy (sheet §16.1). The text is that of a policy which does
/// not allow (sheet §7.1).
/// </summary>
internal sealed class PolicyRefusalStep : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var stage = call.Request.Stage;
        var account = stage.Scope.Account;
        var masked = account.Length > 4 ? new string('*', account.Length - 4) + account[^4..] : account;
        var path = call.Request.ResourcePath.TrimStart('/');
        var arn = $"arn:aws:execute-api:{stage.Scope.Region}:{masked}:"
            + $"{stage.ApiId}/{stage.StageName}/{call.Request.Verb}/{path}";
        return new StepResult(
            GatewayFaults.NotAuthorized(
                $"User: anonymous is not authorized to perform: execute-api:Invoke on resource: {arn}"),
            "A PRIVATE API without a resource policy denies every call");
    }
}
