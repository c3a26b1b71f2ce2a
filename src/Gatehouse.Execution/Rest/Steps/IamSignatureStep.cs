using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// AWS_IAM: an unsigned call misses its token (sheet §7.1). A signed one is a configuration error until signatures are
/// verified: nobody is let through.
/// </summary>
internal sealed class IamSignatureStep : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var http = call.Request.Http.Request;
        var isSigned = http.Headers.Authorization.Count > 0
            || call.Request.RawQuery.Contains("X-Amz-Signature=", StringComparison.Ordinal);
        return isSigned
            ? new StepResult(
                GatewayFaults.AuthorizerConfigurationError, "AWS_IAM signatures are not verified yet")
            : new StepResult(
                GatewayFaults.MissingAuthenticationToken, "The method requires AWS_IAM and the call is not signed");
    }
}
