using System.Diagnostics;
using System.Text.Json;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>Calls authorizers' functions and tells the ends of such a call apart (security §5.6).</summary>
internal sealed class AuthorizerInvoker(
    IFunctionInvoker invoker, IFunctionAccess access, AuthorizerRole roles, IIdSource ids, TimeProvider time)
{
    private const string Principal = "apigateway.amazonaws.com";
    private const string Configuration = "Execution failed due to configuration error: ";
    private const string Unauthorized = "Unauthorized";

    /// <summary>
    /// Whether the gateway may call the function. Asked at each call: policies are edited without a deployment, and the
    /// answer is in memory.
    /// </summary>
    public bool MayInvoke(AuthorizerFunction target) =>
        target.RoleArn is { } role
            ? roles.Allows(role, target)
            : access.MayInvoke(target.Function, Principal, target.SourceArn, target.SourceAccount);

    /// <summary>Never throws for what the function or its host cause.</summary>
    /// <param name="target">Whom.</param>
    /// <param name="payload">The event; the function may read it longer than the wait lasts.</param>
    /// <param name="traceId">Of the request.</param>
    public async Task<AuthorizerReply> InvokeAsync(AuthorizerFunction target, byte[] payload, string? traceId)
    {
        if (!MayInvoke(target))
        {
            return NotPermitted;
        }

        var call = new FunctionCall
        {
            Function = target.Function, Payload = payload, RequestId = ids.Uuid(), TraceId = traceId,
        };
        var started = time.GetTimestamp();
        using var wait = new CancellationTokenSource(target.Timeout, time);
        try
        {
            var result = await invoker.InvokeAsync(call, wait.Token);
            return Read(result, call.RequestId, (long)time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested)
        {
            return new AuthorizerReply(
                AuthorizerFailure.FunctionFailed, default, "Execution failed due to a timeout error", call.RequestId,
                (long)target.Timeout.TotalMilliseconds);
        }
    }

    private static AuthorizerReply NotPermitted => new(
        AuthorizerFailure.NotPermitted, default, Configuration + "Invalid permissions on Lambda function", "", 0);

    private static AuthorizerReply Read(FunctionResult result, string requestId, long latencyMs)
    {
        switch (result.Outcome)
        {
            case FunctionOutcome.Succeeded:
                return new(AuthorizerFailure.None, result.Payload, null, requestId, latencyMs);
            case FunctionOutcome.FunctionFailed:
                return MessageOf(result.Payload) == Unauthorized
                    ? new(AuthorizerFailure.Unauthorized, default, null, requestId, latencyMs)
                    : new(
                        AuthorizerFailure.FunctionFailed, default,
                        $"Execution failed due to an authorizer error (the function failed: "
                        + $"{MessageOf(result.Payload)})",
                        requestId, latencyMs);
            case FunctionOutcome.NotFound:
                // AWS asks the policy of a function that is not there, and finds none.
                return NotPermitted with { RequestId = requestId, LatencyMs = latencyMs };
            case FunctionOutcome.Throttled:
                return new(
                    AuthorizerFailure.FunctionFailed, default, Configuration + "Rate Exceeded.", requestId, latencyMs);
            case FunctionOutcome.NotReady or FunctionOutcome.HostFailed:
                return new(
                    AuthorizerFailure.FunctionFailed, default,
                    $"Execution failed due to an authorizer error ({result.Reason})", requestId, latencyMs);
            default:
                throw new UnreachableException();
        }
    }

    private static string MessageOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("errorMessage"u8, out var message)
                && message.ValueKind == JsonValueKind.String
                    ? message.GetString()!
                    : string.Empty;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return string.Empty; // not an error document: then it says nothing
        }
    }
}
