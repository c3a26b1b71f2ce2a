using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlanKeys;

/// <summary>Newest first; <c>name</c> is a prefix (rest-control-plane §2.13).</summary>
internal sealed class GetUsagePlanKeys(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var plan = await store.PlanAsync(call.Scope, call.Input.RequiredString("usagePlanId"), cancellationToken);
        var name = call.Input.FindString("nameQuery") ?? "";
        var keys = new List<(UsagePlanKeyDocument Member, ApiKeyDocument Key)>();
        foreach (var member in await store.MembersAsync(call.Scope, plan.Id, cancellationToken))
        {
            var key = await store.Documents.FindAsync<ApiKeyDocument>(
                call.Scope, member.Value.KeyId, cancellationToken);
            if (key is not null && (key.Value.Name ?? "").StartsWith(name, StringComparison.Ordinal))
            {
                keys.Add((member.Value, key.Value));
            }
        }

        return Page.Of(
            keys,
            one => UsagePlanStore.NewestFirst(one.Member.CreationOrder, one.Key.Id),
            one => UsagePlanKeyShape.Write(one.Key),
            call.Input);
    }
}
