using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

/// <summary>Never shows the value (rest-control-plane §2.11).</summary>
internal sealed class UpdateApiKey(UsagePlanStore store) : IOperation
{
    /// <summary>§2.11; the order is the one AWS prints.</summary>
    public static readonly PatchTable<ApiKeyDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/description", PatchOps.Replace, (key, in m) =>
            key with { Description = ApiKeyRules.CheckDescription(m.ValueOrNull) }),
        new("/enabled", PatchOps.Replace, (key, in m) => key with { Enabled = m.Boolean() }),
        new("/name", PatchOps.Replace, (key, in m) => key with { Name = ApiKeyRules.CheckName(m.ValueOrNull) }),
        new("/customerId", PatchOps.Replace, (key, in m) => key with { CustomerId = m.ValueOrNull }),
        new("/stages", PatchOps.Add | PatchOps.Remove, (key, in m) => key with
        {
            StageKeys = m.IsRemove
                ? PatchMaps.Remove(key.StageKeys, StageKey(m))
                : PatchMaps.Add(key.StageKeys, StageKey(m)),
        }),
        // In the reference's table of paths, and visible in no answer (§2.11, unconfirmed).
        new("/labels", PatchOps.Add | PatchOps.Remove, (key, in _) => key));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var before = await store.KeyAsync(call.Scope, call.Input.RequiredString("apiKey"), cancellationToken);
        var operations = PatchOperation.Of(call.Input);
        var after = Patches.Apply(before.Value, operations) with
        {
            LastUpdatedDate = store.Time.GetUtcNow().ToUnixTimeSeconds(),
        };
        foreach (var added in after.StageKeys?.Except(before.Value.StageKeys ?? []) ?? [])
        {
            var slash = added.IndexOf('/', StringComparison.Ordinal);
            await ApiKeyRules.CheckStageAsync(
                store, call.Scope, added[..slash], added[(slash + 1)..], cancellationToken);
        }

        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        await store.CommitAsync(edit.Batch().Replace(before, after), cancellationToken);
        return OperationOutput.Of(ApiKeyShape.Write(after, withValue: false, alwaysWithTags: true));
    }

    private static string StageKey(in PatchMatch match) =>
        match.Value.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < match.Value.Length - 1
            ? match.Value
            : throw ApiGatewayFaults.BadRequest("Invalid API Stage specified");
}
