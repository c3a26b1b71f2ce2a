using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Secrets;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;

namespace Gatehouse.Server.Secrets;

/// <summary>
/// Secrets that are sealed within a document that is open otherwise: a rotation seals them under the new key, each in a
/// commit of its own. Interrupted, it goes on where it stood; the former key stays in the ring until it is done.
/// </summary>
internal static class SealedMembers
{
    /// <returns>How many were sealed anew, and how many no key at hand opens.</returns>
    public static async Task<(int Renewed, int Unopened)> RenewAsync(
        IDocumentStore store, IdentityKey key, CancellationToken cancellationToken)
    {
        var (renewed, unopened) = (0, 0);
        foreach (var (scope, found) in await store.ListAllAsync<AccessKeyDocument>(cancellationToken))
        {
            if (key.IsCurrent(found.Value.SealedSecret))
            {
                continue;
            }

            if (key.Open(found.Value.SealedSecret, IdentityDirectory.SecretPurpose, found.Id) is not { } secret)
            {
                unopened++;
                continue;
            }

            var document = found.Value with
            {
                SealedSecret = key.Seal(secret, IdentityDirectory.SecretPurpose, found.Id),
            };
            await store.CommitAsync(new DocumentBatch(scope).Replace(found, document), cancellationToken);
            renewed++;
        }

        return (renewed, unopened);
    }
}
