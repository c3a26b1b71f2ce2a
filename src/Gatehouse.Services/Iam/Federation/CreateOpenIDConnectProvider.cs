using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Federation;

internal sealed class CreateOpenIDConnectProvider(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var url = call.Input.RequiredString("Url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Query.Length > 0 || parsed.Fragment.Length > 0
            || !(parsed.Scheme == Uri.UriSchemeHttps || (parsed.Scheme == Uri.UriSchemeHttp && parsed.IsLoopback)))
        {
            throw IamRoom.Invalid("Invalid Open ID Connect Provider URL");
        }

        var id = OidcProviderDocument.IdOf(url);
        if (await room.Documents.FindAsync<OidcProviderDocument>(IamRoom.Scope(call), id, cancellationToken) is not null)
        {
            throw IamRoom.Exists($"Provider with url {url} already exists.");
        }

        var provider = new OidcProviderDocument
        {
            Url = url,
            ClientIds = OidcProviders.Texts(call.Input, "ClientIDList"),
            Thumbprints = OidcProviders.Texts(call.Input, "ThumbprintList"),
            Created = room.Now,
            Tags = IamTags.Read(call.Input),
        };
        if (provider.ClientIds.Length > IdentityLimits.ClientIds || provider.Thumbprints.Length > IdentityLimits.Thumbprints)
        {
            throw IamRoom.Exceeded($"Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: {IdentityLimits.ClientIds}");
        }

        await room.Documents.CommitAsync(new DocumentBatch(IamRoom.Scope(call)).Create(id, provider), cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["OpenIDConnectProviderArn"] = OidcProviders.Arn(call.Scope.Account, id),
            ["Tags"] = new JsonArray([.. provider.Tags.Select(IamViews.Tag)]),
        });
    }
}
