using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>
/// Takes what a file says about an API, and nothing else of it (rest-control-plane §2.19, §7): an OpenAPI document, or
/// only its documentation extension.
/// </summary>
internal sealed class ImportDocumentationParts(RestApiStore store, IIdSource ids, RestApiQuotas quotas) : IOperation
{
    private const string Extension = "x-amazon-apigateway-documentation";

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var root = Read(call.Input.Payload);
        ImmutableArray<DocumentationPartDocument> before =
            [.. (await api.ListAsync<DocumentationPartDocument>(cancellationToken)).Select(part => part.Value)];
        var context = new ImportContext(PseudoParameters.Substitute(root, call.Scope), ids, call.Scope, api.Id);
        var merged = new DocumentationImport(context, quotas).Merge(
            before, prefix: "", keepsExisting: call.Input.FindString("mode") != "overwrite");
        if (OpenApiFaults.Of(context.Problems, call.Input.FindBoolean("failOnWarnings") ?? false) is { } fault)
        {
            throw fault;
        }

        var batch = api.Edit();
        DefinitionWriter.WriteDocumentation(batch, api.Id, before, merged.All);
        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Of(Answer(merged, context));
    }

    /// <summary>§7: AWS's words for what is neither.</summary>
    private static JsonObject Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var root = OpenApiDocumentText.Parse(body).Root;
            if (root["swagger"] is not null || root["openapi"] is not null || root[Extension] is not null
                || root["documentationParts"] is not null)
            {
                return root;
            }
        }
        catch (DocumentTextException)
        {
            // Said below, as of any other text that is no documentation.
        }

        throw ApiGatewayFaults.BadRequest("Unable to build importer with provided input.");
    }

    private static JsonObject Answer(ImportedDocumentation merged, ImportContext context)
    {
        var answer = new JsonObject
        {
            ["ids"] = new JsonArray([.. merged.Imported.Select(static id => (JsonNode?)id)]),
        };
        var warnings = context.Problems.Select(static problem => (JsonNode?)problem.Message).ToArray();
        if (warnings.Length > 0)
        {
            answer["warnings"] = new JsonArray(warnings);
        }

        return answer;
    }
}
