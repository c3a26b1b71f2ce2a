using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

internal sealed class CreateModel(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var name = call.Input.RequiredString("name");
        ModelRules.CheckName(name);
        if (await api.FindAsync<ModelDocument>(name, cancellationToken) is not null)
        {
            throw ApiGatewayFaults.Conflict("Model name already exists for this REST API");
        }

        if (call.Input.RequiredString("contentType").Length == 0)
        {
            throw ApiGatewayFaults.BadRequest("Model content type must be non-empty"); // the text is ours
        }

        var schema = call.Input.FindString("schema") ?? "{}";
        var model = new ModelDocument
        {
            Id = store.NewPartId(),
            Name = name,
            Description = call.Input.FindString("description"),
            Schema = schema,
            ContentType = call.Input.RequiredString("contentType"),
        };
        var others = await api.ListAsync<ModelDocument>(cancellationToken);
        ModelRules.CheckSchema(model, api.Id, others.Select(static other => other.Value));
        await api.CommitAsync(api.Edit().Create(api.PartId(name), model), cancellationToken);
        return ModelShape.Output(model);
    }
}
