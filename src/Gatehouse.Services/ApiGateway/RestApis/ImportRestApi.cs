using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>
/// Creates an API from an OpenAPI definition (rest-control-plane §3.8). Makes no default models, and is atomic.
/// </summary>
internal sealed class ImportRestApi(
    RestApiStore store, OpenApiImporter importer, RestApiQuotas quotas, TimeProvider time) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var options = OpenApiImportOptions.Read(
            OpenApiImportMode.Create, call.Input.FindBoolean("failOnWarnings") ?? false, call.Input.FreeQuery);
        var result = importer.Import(
            OpenApiImporter.Read(call.Input.Payload),
            options,
            existing: null,
            call.Scope,
            time.GetUtcNow().ToUnixTimeSeconds(),
            documentation: []);
        var definition = result.OrThrow(options.FailOnWarnings);
        var api = definition.Api;
        RestApiRules.CheckCompression(api.MinimumCompressionSize);
        api = api with { EndpointConfiguration = EndpointRules.Complete(api.EndpointConfiguration) };
        await RestApiRules.CheckQuotaAsync(store, quotas, call.Scope, api.EndpointConfiguration, cancellationToken);

        var batch = new DocumentBatch(call.Scope).Create(api.Id, new RestApiEditionDocument { Edits = 1 });
        DefinitionWriter.Write(batch, before: null, definition with { Api = api });
        DefinitionWriter.WriteDocumentation(batch, api.Id, before: null, result.Documentation ?? []);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return OperationOutput.Of(WithWarnings(RestApiShape.Write(api), result.Warnings));
    }

    /// <summary>Only the answers of imports carry warnings, and only when there are any (§2.2).</summary>
    public static JsonObject WithWarnings(JsonObject members, IReadOnlyCollection<string> warnings)
    {
        if (warnings.Count > 0)
        {
            members["warnings"] = new JsonArray([.. warnings.Select(warning => JsonValue.Create(warning))]);
        }

        return members;
    }
}
