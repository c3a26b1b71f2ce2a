using Gatehouse.Execution.Records;
using Gatehouse.Execution.Throttling;

namespace Gatehouse.Execution.WebSockets.Handshake;

/// <summary>
/// The API key of <c>$connect</c> and the limits of its plan (websocket-api §3.7). Only handshakes are checked and counted; keys, plans and
/// quotas are shared with REST APIs.
/// </summary>
/// <param name="keys">The keys in force.</param>
/// <param name="scope">The number of the API's account and region.</param>
/// <param name="apiStage"><c>{apiId}/{stage}</c>.</param>
/// <param name="isFromAuthorizer">The key is what the authorizer says; the header is ignored.</param>
internal sealed class ConnectKey(ApiKeyCatalog keys, int scope, string apiStage, bool isFromAuthorizer) : IConnectGuard
{
    private const string Header = "X-API-Key";

    // A usage plan may limit a method of a stage by its path and verb; a route has neither, and goes by its key (unconfirmed).
    private const string Method = "/$connect";

    public ValueTask<EventResult> RunAsync(RouteEvent connect)
    {
        var value = isFromAuthorizer ? connect.UsageIdentifierKey : connect.Handshake!.FindHeader(Header);
        var key = keys.Find(value, scope);
        if (key is not { IsEnabled: true } || key.FindPlan(apiStage) is not { } use)
        {
            return new EventResult(
                SocketFault.InvalidKey,
                $"API Key {ExecutionTrace.Mask(value)} not authorized because route '$connect' requires API Key and API Key is "
                + $"not associated with a Usage Plan for API Stage {apiStage}: No Usage Plan found for Key and API Stage");
        }

        connect.Client.Usage = use;
        return Count(connect, use);
    }

    private EventResult Count(RouteEvent connect, PlanUse use)
    {
        var own = use.Plan.Stages[apiStage].GetValueOrDefault(Method);
        var isThrottled = own is not null
            ? !use.State.MethodBucket(apiStage, Method).TryTake(own, connect.StartedAt)
            : use.Plan.Rate is { } rate && !use.State.Bucket.TryTake(rate, connect.StartedAt);
        if (isThrottled)
        {
            return new EventResult(SocketFault.Throttled, $"The usage plan {use.Plan.Id} throttles the API key {use.KeyId}");
        }

        var today = (int)(connect.ArrivedAt.UtcTicks / TimeSpan.TicksPerDay);
        return use.State.Counter.TryCount(use.Plan.Quota, today)
            ? EventResult.Continue
            : new EventResult(
                SocketFault.QuotaExceeded, $"The API key {use.KeyId} has used up its quota of the usage plan {use.Plan.Id}");
    }
}
