using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Throttling;

/// <summary>
/// The key must be enabled and in a plan that covers the stage (sheet §4.4 and §10.3). Whatever is wrong with it, the
/// answer is the same.
/// </summary>
/// <param name="keys">The keys in force.</param>
/// <param name="scope">The number of the API's account and region.</param>
/// <param name="apiStage"><c>{apiId}/{stage}</c>.</param>
/// <param name="isFromAuthorizer">
/// <c>apiKeySource</c> is AUTHORIZER: the key is what the authorizer says, the header is ignored.
/// </param>
internal sealed class ApiKeyStep(ApiKeyCatalog keys, int scope, string apiStage, bool isFromAuthorizer) : IRestStep
{
    private const string Header = "X-API-Key";

    /// <value>Characters of a key that logs show, asterisks included: what is longer cannot be a key.</value>
    private const int LoggedLength = Model.UsagePlans.UsagePlanLimits.MaxValueLength;

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var value = isFromAuthorizer ? call.UsageIdentifierKey : FromHeader(call.Request);
        call.Request.Trace?.Info(
            $"Verifying Usage Plan for request: {call.Request.RequestId}. API Key: {Mask(value)} "
            + $"API Stage: {apiStage}");
        var key = keys.Find(value, scope);
        if (key is not { IsEnabled: true } || key.FindPlan(apiStage) is not { } plan)
        {
            return new StepResult(GatewayFaults.InvalidApiKey, Refusal(call, value, key));
        }

        call.Usage = plan;
        return StepResult.Continue;
    }

    private static string? FromHeader(ArrivedRequest request) =>
        request.Http.Request.Headers.TryGetValue(Header, out var values) && values.Count > 0 ? values[^1] : null;

    private static string Mask(string? value) => ExecutionTrace.Mask(
        value is { Length: > LoggedLength } ? value[^LoggedLength..] : value);

    private string Refusal(RestCall call, string? value, KeyPlan? key)
    {
        var reason = key switch
        {
            null when string.IsNullOrEmpty(value) => isFromAuthorizer
                ? "the authorizer gave no usageIdentifierKey"
                : "no API Key was sent",
            null => "API Key not found",
            { IsEnabled: false } => "API Key is disabled",
            _ => "No Usage Plan found for Key and API Stage",
        };
        // The beginning is AWS's; the reasons but for the last are ours.
        return $"API Key {Mask(value)} not authorized because method '{call.Method.DeclaredVerb} "
            + $"{call.Method.ResourcePath}' requires API Key and API Key is not associated with a Usage Plan for API "
            + $"Stage {apiStage}: {reason}";
    }
}
