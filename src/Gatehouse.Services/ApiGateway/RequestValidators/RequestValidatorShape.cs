using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RequestValidators;

internal static class RequestValidatorShape
{
    public static OperationOutput Output(RequestValidatorDocument validator) =>
        OperationOutput.Of(validator, RestApiJson.Default.RequestValidatorDocument);

    public static async ValueTask<Versioned<RequestValidatorDocument>> FindAsync(
        OpenedApi api, OperationCall call, CancellationToken cancellationToken) =>
        await api.FindAsync<RequestValidatorDocument>(
            call.Input.RequiredString("requestValidatorId"), cancellationToken)
        ?? throw ApiGatewayFaults.NoRequestValidator();

    public static string CheckName(string? name) => string.IsNullOrWhiteSpace(name)
        ? throw ApiGatewayFaults.BadRequest("Request Validator name cannot be blank")
        : name;
}
