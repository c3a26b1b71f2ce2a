using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

internal sealed class GetApiKey(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var key = await store.KeyAsync(call.Scope, call.Input.RequiredString("apiKey"), cancellationToken);
        return OperationOutput.Of(
            ApiKeyShape.Write(key.Value, withValue: call.Input.FindBoolean("includeValue") ?? false));
    }
}
