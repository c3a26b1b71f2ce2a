using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.VpcLinks;

/// <summary>
/// Makes a link. The answer says PENDING, as on AWS: clients poll GetVpcLink for what became of it
/// (rest-control-plane §2.16).
/// </summary>
internal sealed class CreateVpcLink(RestApiStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = VpcLinkRules.CheckName(call.Input.FindString("name"));
        var targets = call.Input.Find("targetArns", RestApiJson.Default.ImmutableArrayString);
        VpcLinkRules.CheckTargets(targets.IsDefault ? [] : targets);
        var tags = TagRules.Check(call.Input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString));
        var links = await store.Documents.ListAsync<VpcLinkDocument>(call.Scope, "", cancellationToken);
        if (links.Length >= quotas.VpcLinks)
        {
            throw ApiGatewayFaults.AccountLimitExceeded("VPC Links");
        }

        var (status, message) = VpcLinkRules.StatusOf(targets[0], call.Scope);
        var link = new VpcLinkDocument
        {
            Id = store.NewPartId(),
            Name = name,
            Description = call.Input.FindString("description"),
            TargetArns = targets,
            Status = status,
            StatusMessage = message,
            Tags = tags,
        };
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Create(link.Id, link), cancellationToken);

        var answer = VpcLinkShape.Write(link);
        answer["status"] = "PENDING";
        answer.Remove("statusMessage");
        return OperationOutput.Of(answer);
    }
}
