using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RequestValidators;

/// <summary>An unknown API is a 400 here, not a 404 (rest-control-plane §1.8).</summary>
internal sealed class CreateRequestValidator(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.FindForEditAsync(call.Scope, call.Input.RequiredString("restApiId"), cancellationToken)
            ?? throw ApiGatewayFaults.BadRequest("Invalid REST API identifier specified");
        var validator = new RequestValidatorDocument
        {
            Id = store.NewPartId(),
            Name = RequestValidatorShape.CheckName(call.Input.FindString("name")),
            ValidateRequestBody = call.Input.FindBoolean("validateRequestBody") ?? false,
            ValidateRequestParameters = call.Input.FindBoolean("validateRequestParameters") ?? false,
        };
        await api.CommitAsync(api.Edit().Create(api.PartId(validator.Id), validator), cancellationToken);
        return RequestValidatorShape.Output(validator);
    }
}
