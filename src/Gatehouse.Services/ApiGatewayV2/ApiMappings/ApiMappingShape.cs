using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.ApiMappings;

/// <summary>An API mapping: the document is version 1's base path mapping (http-api §3.9).</summary>
internal static class ApiMappingShape
{
    public static JsonObject Write(BasePathMappingDocument mapping)
    {
        var members = new JsonObject
        {
            ["ApiId"] = mapping.RestApiId,
            ["ApiMappingId"] = mapping.MappingId(),
            ["ApiMappingKey"] =
                mapping.BasePath == BasePathMappingDocument.None ? string.Empty : mapping.BasePath,
        };
        if (mapping.Stage is not null)
        {
            members["Stage"] = mapping.Stage;
        }

        return members;
    }

    public static OperationOutput Output(BasePathMappingDocument mapping) => OperationOutput.Of(Write(mapping));

    public static async ValueTask<(Versioned<DomainNameDocument> Domain, Versioned<BasePathMappingDocument> Mapping)>
        FindAsync(ApiV2Store store, OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameV2Store.FindAsync(store, call, cancellationToken);
        var id = call.Input.RequiredString("ApiMappingId");
        var mappings = await DomainNameV2Store.MappingsAsync(store, call.Scope, domain.Id, cancellationToken);
        return mappings.FirstOrDefault(mapping => mapping.Value.MappingId() == id) is { } found
            ? (domain, found)
            : throw ApiGatewayV2Faults.NoMapping();
    }
}
