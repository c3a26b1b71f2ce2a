using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// A method that somebody must authorize has an ARN of at most 1,600 bytes (sheet §3 step 8, §15; its place beside the
/// authorization is unconfirmed). Not a step of methods that nobody guards.
/// </summary>
internal sealed class MethodArnStep : IRestStep
{
    // "arn:aws:execute-api:", three colons and three slashes.
    private const int Punctuation = 26;

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var stage = call.Request.Stage;
        // The path is ASCII here: characters are bytes.
        var length = Punctuation + stage.Scope.Region.Length + stage.Scope.Account.Length
            + stage.ApiId.Length + stage.StageName.Length + call.Request.Verb.Length
            + call.Request.ResourcePath.TrimStart('/').Length;
        return length > ExecutionLimits.MethodArnBytes
            ? new StepResult(GatewayFaults.MethodArnTooLong, $"The method's ARN has {length} bytes")
            : StepResult.Continue;
    }
}
