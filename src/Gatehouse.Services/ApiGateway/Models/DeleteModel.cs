using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

/// <summary>Refused while a method or another model names it (rest-control-plane §1.9, §3.1).</summary>
internal sealed class DeleteModel(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var model = await ModelShape.FindAsync(api, call, cancellationToken);
        await CheckUnusedAsync(api, model.Value.Name, cancellationToken);
        await api.CommitAsync(api.Edit().Delete(model), cancellationToken);
        return OperationOutput.Empty;
    }

    private static async ValueTask CheckUnusedAsync(OpenedApi api, string name, CancellationToken cancellationToken)
    {
        var tree = await api.ReadTreeAsync(cancellationToken);
        foreach (var resource in tree.All.Select(resource => resource.Value))
        {
            foreach (var (verb, method) in resource.ResourceMethods)
            {
                if (method.RequestModels?.ContainsValue(name) == true)
                {
                    throw InUse(name, "method request", tree.PathOf(resource), verb);
                }

                if (method.MethodResponses?.Values.Any(one => one.ResponseModels?.ContainsValue(name) == true) == true)
                {
                    throw InUse(name, "method response", tree.PathOf(resource), verb);
                }
            }
        }

        var reference = $"/restapis/{api.Id}/models/{name}\"";
        foreach (var other in await api.ListAsync<ModelDocument>(cancellationToken))
        {
            if (other.Value.Name != name && other.Value.Schema.Contains(reference, StringComparison.Ordinal))
            {
                // The text is unconfirmed (§1.9).
                throw ApiGatewayFaults.Conflict(
                    $"Cannot delete model '{name}', is referenced in model: {other.Value.Name}");
            }
        }
    }

    private static Exception InUse(string name, string where, string path, string verb) =>
        ApiGatewayFaults.Conflict($"Cannot delete model '{name}', is referenced in {where}: {path}/{verb}");
}
