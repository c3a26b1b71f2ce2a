using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.VpcLinks;

/// <summary>
/// Answers PENDING and is ready at the next look (http-api §3.10). Differs from AWS: there it takes minutes.
/// </summary>
internal sealed class CreateVpcLink(ApiV2Store store, ApiV2Quotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var subnets = input.Texts("SubnetIds", null) ?? [];
        if (subnets.IsEmpty)
        {
            // The text is ours.
            throw ApiGatewayV2Faults.BadRequest("At least one subnet must be specified for a VPC link");
        }

        var link = new VpcLinkV2Document
        {
            VpcLinkId = store.NewPartId(),
            Name = input.RequiredString("Name"),
            SubnetIds = subnets,
            SecurityGroupIds = input.Texts("SecurityGroupIds", null) ?? [],
            Tags = TagRules.Check(input.Map("Tags")) ?? InputMembers.NoTexts,
            CreatedDate = store.Now,
            VpcLinkStatus = VpcLinkV2Document.Available,
            VpcLinkStatusMessage = "VPC link is ready to route traffic",
            VpcLinkVersion = "V2",
        };
        var links = await store.Documents.ListAsync<VpcLinkV2Document>(call.Scope, "", cancellationToken);
        if (links.Length >= quotas.VpcLinks)
        {
            throw ApiGatewayV2Faults.LimitExceeded("VPC Links", "account");
        }

        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Create(link.VpcLinkId, link), cancellationToken);
        return VpcLinkShape.Output(link with
        {
            VpcLinkStatus = "PENDING",
            VpcLinkStatusMessage = "VPC link is provisioning ENIs",
        });
    }
}
