using Gatehouse.Services.SdkGeneration.Languages;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Sdks;

/// <summary>
/// The shape has no position (rest-control-plane §2.26): a page that is cut short cannot be continued.
/// </summary>
internal sealed class GetSdkTypes : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Page.Of(
            SdkLanguages.All, static language => language.Id, SdkTypeShape.Write, call.Input));
}
