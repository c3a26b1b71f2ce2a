using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Federation;

/// <summary>
/// AddClientIDToOpenIDConnectProvider, RemoveClientIDFromOpenIDConnectProvider, UpdateOpenIDConnectProviderThumbprint.
/// </summary>
internal sealed class UpdateOpenIDConnectProvider(
    IamRoom room, Func<OidcProviderDocument, OperationInput, OidcProviderDocument> change) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var provider = await OidcProviders.FindAsync(room, call, cancellationToken);
        var changed = change(provider.Value, call.Input);
        if (changed.ClientIds.Length > IdentityLimits.ClientIds || changed.Thumbprints.Length > IdentityLimits.Thumbprints)
        {
            throw IamRoom.Exceeded($"Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: {IdentityLimits.ClientIds}");
        }

        await room.SaveAsync(call, provider, changed, cancellationToken);
        return OperationOutput.Empty;
    }
}
