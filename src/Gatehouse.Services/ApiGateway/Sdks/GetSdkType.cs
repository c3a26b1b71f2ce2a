using Gatehouse.Services.SdkGeneration.Languages;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Sdks;

internal sealed class GetSdkType : IOperation
{
    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        // The text is unconfirmed (rest-control-plane §5.1).
        var language = SdkLanguages.Find(call.Input.RequiredString("id"))
            ?? throw ApiGatewayFaults.NotFound("Invalid SDK type identifier specified");
        return ValueTask.FromResult(OperationOutput.Of(SdkTypeShape.Write(language)));
    }
}
