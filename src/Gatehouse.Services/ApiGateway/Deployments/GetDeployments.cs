using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Deployments;

/// <summary>
/// Newest first, as the console shows them (the API's order is unconfirmed, rest-control-plane §2.17).
/// </summary>
internal sealed class GetDeployments(RestApiStore store) : IOperation
{
    private const long LatestSecond = 9_999_999_999;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var all = await api.ListAsync<DeploymentDocument>(cancellationToken);
        var page = Page.Of(all, Key, deployment => DeploymentShape.Write(deployment.Value), call.Input);
        if (DeploymentShape.AsksForSummary(call.Input))
        {
            foreach (var item in page.Members["items"]!.AsArray().OfType<JsonObject>())
            {
                item["apiSummary"] = await DeploymentShape.SummarizeAsync(
                    api, item["id"]!.GetValue<string>(), cancellationToken);
            }
        }

        return page;
    }

    private static string Key(Versioned<DeploymentDocument> deployment) => string.Create(
        CultureInfo.InvariantCulture, $"{LatestSecond - deployment.Value.CreatedDate:D10}{deployment.Value.Id}");
}
