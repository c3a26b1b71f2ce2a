using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>What it takes to call one function for one method; settled at publish.</summary>
internal sealed record FunctionSettings
{
    public required FunctionName Function { get; init; }

    /// <summary>
    /// What the function's resource policy is asked about: the configured verb (ANY) and the template path (sheet
    /// §5.3).
    /// </summary>
    public required string SourceArn { get; init; }

    public required string SourceAccount { get; init; }

    /// <summary>
    /// A role is given, so the function's own policy is not asked. The role is not assumed until IAM is built.
    /// </summary>
    public required bool HasCredentials { get; init; }

    public required TimeSpan Timeout { get; init; }
}

/// <summary>Calls a function within the method's timeout and tells its outcomes apart.</summary>
internal sealed class FunctionCaller(
    FunctionSettings settings, IFunctionInvoker invoker, IFunctionAccess access, IIdSource ids, TimeProvider time)
{
    private const string Principal = "apigateway.amazonaws.com";

    /// <returns>The function's result, or a fault when it was not run or the wait ended.</returns>
    public async ValueTask<(FunctionResult? Result, StepResult Refusal)> CallAsync(
        RestCall call, ReadOnlyMemory<byte> payload, Action abandonPayload)
    {
        // Asked at each call: policies are edited without a deployment, and the answer is in memory.
        if (!settings.HasCredentials
            && !access.MayInvoke(settings.Function, Principal, settings.SourceArn, settings.SourceAccount))
        {
            return (null, new StepResult(
                GatewayFaults.ApiConfigurationError,
                "Execution failed due to configuration error: Invalid permissions on Lambda function"));
        }

        call.IsIntegrationAttempted = true;
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, call.Aborted);
        try
        {
            var result = await invoker.InvokeAsync(
                new FunctionCall
                {
                    Function = settings.Function,
                    Payload = payload,
                    RequestId = ids.Uuid(),
                    TraceId = TraceIdentity.WithoutSelf(call.Request.TraceHeader),
                },
                either.Token);
            return (result, Refuse(result));
        }
        catch (OperationCanceledException)
            when (timeout.IsCancellationRequested && !call.Aborted.IsCancellationRequested)
        {
            abandonPayload();
            return (null, new StepResult(
                GatewayFaults.IntegrationTimeout, "Execution failed due to a timeout error"));
        }
        catch (OperationCanceledException)
        {
            abandonPayload(); // the function runs on and may still read its event
            throw;
        }
        finally
        {
            call.IntegrationLatency = time.GetElapsedTime(started);
        }
    }

    /// <summary>
    /// What Lambda's Invoke API answers with an error is a fault of the configuration (sheet §5.12, 500 cases).
    /// </summary>
    private static StepResult Refuse(FunctionResult result) => result.Outcome switch
    {
        FunctionOutcome.Succeeded or FunctionOutcome.FunctionFailed => StepResult.Continue,
        FunctionOutcome.NotFound => new StepResult(
            GatewayFaults.ApiConfigurationError,
            "Execution failed due to configuration error: Invalid permissions on Lambda function "
            + "(Lambda invocation failed with status: 404)"),
        FunctionOutcome.Throttled => new StepResult(
            GatewayFaults.ApiConfigurationError,
            "Lambda invocation failed with status: 429. Execution failed due to configuration error: Rate Exceeded."),
        FunctionOutcome.NotReady => new StepResult(
            GatewayFaults.ApiConfigurationError, $"Lambda invocation failed with status: 409. {result.Reason}"),
        FunctionOutcome.HostFailed => new StepResult(
            GatewayFaults.ApiConfigurationError, $"Lambda invocation failed with status: 502. {result.Reason}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
