using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>
/// Merges an OpenAPI definition into an API or overwrites it (rest-control-plane §3.8). Stages, deployments, tags and
/// the endpoint type stay as they are.
/// </summary>
/// <remarks>Differs from AWS: atomic, where AWS documents that a failed import may leave parts behind.</remarks>
internal sealed class PutRestApi(RestApiStore store, OpenApiImporter importer, TimeProvider time) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenForEditAsync(call, cancellationToken);
        var mode = call.Input.FindString("mode") == "overwrite" ? OpenApiImportMode.Overwrite : OpenApiImportMode.Merge;
        var options = OpenApiImportOptions.Read(
            mode, call.Input.FindBoolean("failOnWarnings") ?? false, call.Input.FreeQuery);
        var before = await opened.ReadDefinitionAsync(cancellationToken);
        ImmutableArray<DocumentationPartDocument> parts =
            [.. (await opened.ListAsync<DocumentationPartDocument>(cancellationToken)).Select(part => part.Value)];
        var result = importer.Import(
            OpenApiImporter.Read(call.Input.Payload),
            options,
            before,
            call.Scope,
            time.GetUtcNow().ToUnixTimeSeconds(),
            parts);
        var after = result.OrThrow(options.FailOnWarnings);
        RestApiRules.CheckCompression(after.Api.MinimumCompressionSize);

        var batch = opened.Edit();
        DefinitionWriter.Write(batch, before, after);
        DefinitionWriter.WriteDocumentation(batch, opened.Id, parts, result.Documentation ?? parts);
        await opened.CommitAsync(batch, cancellationToken);
        return OperationOutput.Of(ImportRestApi.WithWarnings(RestApiShape.WriteWithTags(after.Api), result.Warnings));
    }
}
