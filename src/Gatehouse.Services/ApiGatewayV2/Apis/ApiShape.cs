using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

internal static class ApiShape
{
    /// <summary>With the address as AWS writes it (http-api §3.1), and tags always.</summary>
    public static JsonObject Write(ApiV2Document api, DocumentScope scope)
    {
        var members = JsonSerializer.SerializeToNode(api, ApiV2Json.Default.ApiV2Document)!.AsObject();
        members["ApiEndpoint"] = api.ProtocolType == ApiV2Document.WebSocket
            ? Endpoint(api.ApiId, scope).Replace("https://", "wss://", StringComparison.Ordinal)
            : Endpoint(api.ApiId, scope);
        members["Tags"] ??= new JsonObject();
        return members;
    }

    public static OperationOutput Output(ApiV2Document api, DocumentScope scope) =>
        OperationOutput.Of(Write(api, scope));

    public static string Endpoint(string apiId, DocumentScope scope)
    {
        var suffix = scope.Region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        return $"https://{apiId}.execute-api.{scope.Region}.{suffix}";
    }
}
