using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Authorizers;

internal sealed class UpdateAuthorizer(RestApiStore store) : IOperation
{
    private const PatchOps Replace = PatchOps.Replace;

    /// <summary>rest-control-plane §2.9; the family of the refusals is the default guess of §1.11.</summary>
    public static readonly PatchTable<AuthorizerDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/authorizerUri", Replace, (one, in m) => one with { AuthorizerUri = m.ValueOrNull }),
        new("/authorizerCredentials", Replace, (one, in m) => one with { AuthorizerCredentials = m.ValueOrNull }),
        new("/authorizerResultTtlInSeconds", Replace, (one, in m) =>
            one with { AuthorizerResultTtlInSeconds = m.Integer() }),
        new("/authType", Replace, (one, in m) => one with { AuthType = m.ValueOrNull }),
        new("/identitySource", PatchOps.Add | Replace | PatchOps.Remove, (one, in m) =>
            one with { IdentitySource = m.ValueOrNull }),
        new("/identityValidationExpression", Replace, (one, in m) =>
            one with { IdentityValidationExpression = m.ValueOrNull }),
        new("/name", Replace, (one, in m) => one with { Name = m.Value }),
        new("/providerARNs", PatchOps.Add | PatchOps.Remove, (one, in m) => one with
        {
            ProviderARNs = m.IsRemove
                ? PatchMaps.Remove(one.ProviderARNs, m.Value)
                : PatchMaps.Add(one.ProviderARNs, m.Value),
        }),
        new("/type", Replace, (one, in m) => one with { Type = m.OneOf("TOKEN", "REQUEST", AuthorizerRules.Cognito) }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await AuthorizerShape.FindAsync(api, call, cancellationToken);
        var after = Patches.Apply(before.Value, PatchOperation.Of(call.Input));
        AuthorizerRules.Check(after, call.Scope.Account);
        await AuthorizerRules.CheckNameAsync(api, after, cancellationToken);
        await api.CommitAsync(api.Edit().Replace(before, after), cancellationToken);
        return AuthorizerShape.Output(after);
    }
}
