using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RequestValidators;

internal sealed class GetRequestValidator(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        return RequestValidatorShape.Output(
            (await RequestValidatorShape.FindAsync(api, call, cancellationToken)).Value);
    }
}
