using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RequestValidators;

internal sealed class DeleteRequestValidator(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var validator = await RequestValidatorShape.FindAsync(api, call, cancellationToken);
        var id = validator.Value.Id;
        if (await UsedBy.FindMethodAsync(api, method => method.RequestValidatorId == id, cancellationToken) is { } user)
        {
            // The text is unconfirmed (rest-control-plane §1.9).
            throw ApiGatewayFaults.Conflict($"Cannot delete Request Validator '{id}', is referenced in method: {user}");
        }

        await api.CommitAsync(api.Edit().Delete(validator), cancellationToken);
        return OperationOutput.Empty;
    }
}
