using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

/// <summary>
/// Creates a key, with the caller's value or a made-up one. <c>generateDistinctId</c> has no effect: the id is never
/// the
/// value (rest-control-plane §2.11).
/// </summary>
internal sealed class CreateApiKey(UsagePlanStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        var key = new ApiKeyDocument
        {
            Id = store.NewKeyId(),
            Name = ApiKeyRules.CheckName(input.FindString("name")),
            Description = ApiKeyRules.CheckDescription(input.FindString("description")),
            // Clients that always send the member, as Terraform does, leave it empty to have a value made.
            Value = input.FindString("value") is { Length: > 0 } value ? ApiKeyRules.CheckValue(value) : store.NewValue(),
            CustomerId = input.FindString("customerId"),
            Enabled = input.FindBoolean("enabled") ?? false, // unconfirmed on the wire (§2.11)
            CreatedDate = now,
            LastUpdatedDate = now,
            CreationOrder = store.NextOrder(),
            StageKeys = await ApiKeyRules.ReadStageKeysAsync(
                store, call.Scope, input.Members["stageKeys"], cancellationToken),
            Tags = TagRules.Check(input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString)),
        };
        var valueId = UsagePlanStore.ValueId(key.Value);
        if (await store.Documents.FindAsync<ApiKeyValueDocument>(call.Scope, valueId, cancellationToken) is not null)
        {
            throw ApiGatewayFaults.Conflict("API Key already exists");
        }

        ApiKeyRules.CheckQuota(edit, added: 1, quotas);
        await store.CommitAsync(
            edit.Batch(addedKeys: 1).Create(key.Id, key).Create(valueId, new ApiKeyValueDocument { KeyId = key.Id }),
            cancellationToken);
        return OperationOutput.Of(ApiKeyShape.Write(key, withValue: true));
    }
}
