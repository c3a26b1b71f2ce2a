using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Introspection;

/// <summary>GetContextKeysForCustomPolicy.</summary>
internal sealed class GetContextKeysForCustomPolicy : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        new(GetContextKeys.Show(PolicySources.Compile(call.Input, "PolicyInputList")));
}

/// <summary>GetContextKeysForPrincipalPolicy.</summary>
internal sealed class GetContextKeysForPrincipalPolicy(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, policies) = await PolicySources.FindAsync(room, call, cancellationToken);
        return GetContextKeys.Show([.. policies.Identity, .. PolicySources.Compile(call.Input, "PolicyInputList")]);
    }
}

internal static class GetContextKeys
{
    public static OperationOutput Show(ImmutableArray<PolicyPlan> plans) => OperationOutput.Of(new JsonObject
    {
        ["ContextKeyNames"] = new JsonArray(
        [
            .. plans.SelectMany(static plan => plan.KeyNames).Distinct(StringComparer.OrdinalIgnoreCase).Select(static name => (JsonNode)name),
        ]),
    });
}
