using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// AWS_IAM: an unsigned call misses its token. A signed one is refused as well until signatures are verified, with the
/// answer of a key that nobody issued.
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
                GatewayFaults.UnrecognizedClient, "AWS_IAM signatures are not verified yet; the call is refused")
            : new StepResult(
                GatewayFaults.MissingAuthenticationToken, "The method requires AWS_IAM and the call is not signed");
    }
}
