using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.AccessKeys;

/// <summary>The only answer that shows a secret.</summary>
internal sealed class CreateAccessKey(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var user = await AccessKeyRoom.UserAsync(room, call, cancellationToken);
        var keys = await AccessKeyRoom.OfAsync(room, call, user.Id, cancellationToken);
        if (keys.Length >= IdentityLimits.AccessKeysPerUser)
        {
            throw IamRoom.Exceeded($"Cannot exceed quota for AccessKeysPerUser: {IdentityLimits.AccessKeysPerUser}");
        }

        var (id, secret) = SessionTokens.NewCredentials("AKIA");
        var document = new AccessKeyDocument
        {
            User = user.Id,
            SealedSecret = room.Identity.Key.Seal(Encoding.UTF8.GetBytes(secret), IdentityDirectory.SecretPurpose, id),
            IsActive = true,
            Created = room.Now,
        };

        // The user must still be there: a key of nobody would stay behind.
        await room.Documents.CommitAsync(
            new DocumentBatch(IamRoom.Scope(call)).Expect(user).Create(id, document), cancellationToken);
        var view = AccessKeyRoom.View(user.Value.Name, id, document);
        view["SecretAccessKey"] = secret;
        return OperationOutput.Of(new JsonObject { ["AccessKey"] = view });
    }
}
