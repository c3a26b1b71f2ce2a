using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Authorizers;

internal static class AuthorizerShape
{
    public static OperationOutput Output(AuthorizerDocument authorizer) =>
        OperationOutput.Of(authorizer, RestApiJson.Default.AuthorizerDocument);

    public static async ValueTask<Versioned<AuthorizerDocument>> FindAsync(
        OpenedApi api, OperationCall call, CancellationToken cancellationToken) =>
        await api.FindAsync<AuthorizerDocument>(call.Input.RequiredString("authorizerId"), cancellationToken)
        ?? throw ApiGatewayFaults.NoAuthorizer();
}
