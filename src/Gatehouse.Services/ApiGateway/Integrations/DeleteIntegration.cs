using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Integrations;

/// <summary>Its responses go with it; the method's responses stay (rest-control-plane §3.1).</summary>
internal sealed class DeleteIntegration(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        opened.Integration(call);
        await opened.SaveAsync(opened.Method(call) with { MethodIntegration = null }, cancellationToken);
        return OperationOutput.Empty;
    }
}
