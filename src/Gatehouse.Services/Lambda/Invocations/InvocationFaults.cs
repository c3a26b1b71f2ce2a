using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>What an invocation that did not run answers.</summary>
internal static class InvocationFaults
{
    /// <exception cref="Wire.Faults.ServiceFaultException">The function was not run.</exception>
    public static void ThrowIfRefused(FunctionResult result, FunctionName name)
    {
        switch (result.Outcome)
        {
            case FunctionOutcome.NotFound:
                throw LambdaFaults.FunctionNotFound(name.Arn);
            case FunctionOutcome.Throttled:
                throw LambdaFaults.Throttled(result.Reason);
            case FunctionOutcome.NotReady:
                throw LambdaFaults.NotReady(result.Reason ?? "Pending");
            case FunctionOutcome.HostFailed:
                throw LambdaFaults.HostFailed(result.Reason ?? "The function could not be run.");
            default:
                break;
        }
    }
}
