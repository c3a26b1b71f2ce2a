using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

/// <summary>One that routes target stays, and so does one of quick create (http-api §3.1, §3.4).</summary>
internal sealed class DeleteIntegration(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var integration = await api.IntegrationAsync(call, cancellationToken);
        if (integration.Value.ApiGatewayManaged == true)
        {
            // The text is unconfirmed.
            throw ApiGatewayV2Faults.BadRequest("An integration that is managed by API Gateway cannot be deleted");
        }

        var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
        var users = routes
            .Where(route => route.Value.IntegrationId() == integration.Value.IntegrationId)
            .Select(static route => route.Value.RouteId)
            .ToList();
        if (users.Count > 0)
        {
            throw ApiGatewayV2Faults.Conflict(
                "Cannot delete Integration because it is referenced by the following Routes with Ids: "
                + $"[{string.Join(", ", users)}]");
        }

        var batch = api.Edit().Delete(integration);
        foreach (var response in await api.ListBelowAsync<IntegrationResponseV2Document>(
            integration.Value.IntegrationId, cancellationToken))
        {
            batch.Delete(response);
        }

        await api.CommitAndDeployAsync(batch, routes.Length, cancellationToken);
        return OperationOutput.Empty;
    }
}
