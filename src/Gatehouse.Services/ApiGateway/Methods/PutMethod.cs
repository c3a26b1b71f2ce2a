using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Methods;

/// <summary>Adds a method to a resource; a second one for the verb is refused (rest-control-plane §2.4).</summary>
internal sealed class PutMethod(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var method = Read(call);
        MethodRules.CheckVerb(method.HttpMethod);
        if (opened.FindMethod(method.HttpMethod) is not null)
        {
            throw ApiGatewayFaults.Conflict("Method already exists for this resource");
        }

        await MethodRules.CheckReferencesAsync(opened.Api, method, cancellationToken);
        await opened.SaveAsync(method, cancellationToken);
        return MethodShape.Output(method);
    }

    /// <summary>The input's members are named as the document's.</summary>
    private static MethodDocument Read(OperationCall call)
    {
        var method = call.Input.Members.Deserialize(RestApiJson.Default.MethodDocument)!;
        var type = MethodRules.AuthorizationType(method.AuthorizationType);
        return method with
        {
            HttpMethod = OpenedResource.Verb(call),
            AuthorizationType = type,
            AuthorizerId = type is "CUSTOM" or "COGNITO_USER_POOLS" ? method.AuthorizerId : null,
            RequestValidatorId = string.IsNullOrEmpty(method.RequestValidatorId) ? null : method.RequestValidatorId,
        };
    }
}
