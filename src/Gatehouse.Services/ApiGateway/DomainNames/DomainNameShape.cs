using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Domains;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNames;

internal static class DomainNameShape
{
    public static JsonObject Write(DomainNameDocument domain) =>
        JsonSerializer.SerializeToNode(domain, DomainJson.Default.DomainNameDocument)!.AsObject();

    public static OperationOutput Output(DomainNameDocument domain) => OperationOutput.Of(Write(domain));
}
