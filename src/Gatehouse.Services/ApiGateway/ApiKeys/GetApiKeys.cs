using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

/// <summary>Newest first; <c>name</c> is a prefix, <c>customerId</c> exact (rest-control-plane §6.2).</summary>
internal sealed class GetApiKeys(UsagePlanStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var all = await store.Documents.ListAsync<ApiKeyDocument>(call.Scope, "", cancellationToken);
        var name = call.Input.FindString("nameQuery");
        var customer = call.Input.FindString("customerId");
        var withValue = call.Input.FindBoolean("includeValues") ?? false;
        return Page.Of(
            all.Select(key => key.Value).Where(key =>
                (string.IsNullOrEmpty(name) || (key.Name ?? "").StartsWith(name, StringComparison.Ordinal))
                && (string.IsNullOrEmpty(customer) || key.CustomerId == customer)),
            key => UsagePlanStore.NewestFirst(key.CreationOrder, key.Id),
            key => ApiKeyShape.Write(key, withValue),
            call.Input);
    }
}
