using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Models;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>Creates an API with its root resource and the two default models (rest-control-plane §2.2, §3.7).</summary>
internal sealed class CreateRestApi(RestApiStore store, RestApiQuotas quotas, TimeProvider time) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var source = await FindSourceAsync(call, cancellationToken);
        var api = await ReadAsync(call, source?.Api, cancellationToken);
        await RestApiRules.CheckQuotaAsync(store, quotas, call.Scope, api.EndpointConfiguration, cancellationToken);
        var definition = source is null
            ? new RestApiDefinition
            {
                Api = api,
                Resources = [new ResourceDocument { Id = api.RootResourceId }],
                Models = DefaultModels.Create(store),
            }
            : new RestApiCopy(store).Of(source, api);

        var batch = new DocumentBatch(call.Scope).Create(api.Id, new RestApiEditionDocument { Edits = 1 });
        DefinitionWriter.Write(batch, before: null, definition);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return RestApiShape.Output(api);
    }

    private async ValueTask<RestApiDefinition?> FindSourceAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Input.FindString("cloneFrom") is not { } id)
        {
            return null;
        }

        var source = await store.FindAsync(call.Scope, id, cancellationToken)
            ?? throw ApiGatewayFaults.NoApi(call.Scope.Account, id);
        return await source.ReadDefinitionAsync(cancellationToken);
    }

    private async ValueTask<RestApiDocument> ReadAsync(
        OperationCall call, RestApiDocument? source, CancellationToken cancellationToken)
    {
        var input = call.Input;
        if (input.RequiredString("name").Length == 0)
        {
            throw ApiGatewayFaults.BadRequest("Name cannot be empty");
        }

        if (input.FindString("description") is "")
        {
            throw ApiGatewayFaults.BadRequest("Description cannot be an empty string");
        }

        var compression = input.FindInteger("minimumCompressionSize") ?? source?.MinimumCompressionSize;
        RestApiRules.CheckCompression(compression);
        EndpointRules.CheckSecurity(input.FindString("securityPolicy"), input.FindString("endpointAccessMode"));
        var endpoint = EndpointRules.Complete(
            input.Find("endpointConfiguration", RestApiJson.Default.EndpointConfiguration));
        var tags = TagRules.Check(input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString));
        var id = await RestApiRules.ChooseIdAsync(store, call.Scope, tags, cancellationToken);
        var policy = input.FindString("policy") is { Length: > 0 } text
            ? ResourcePolicy.Normalize(text, call.Scope, id)
            : source?.Policy;
        return new RestApiDocument
        {
            Id = id,
            Name = input.RequiredString("name"),
            Description = input.FindString("description"),
            Version = input.FindString("version"),
            CreatedDate = time.GetUtcNow().ToUnixTimeSeconds(),
            RootResourceId = store.NewApiId(),
            BinaryMediaTypes = input.Members["binaryMediaTypes"] is JsonArray { Count: > 0 }
                ? input.Find("binaryMediaTypes", RestApiJson.Default.ImmutableArrayString)
                : source?.BinaryMediaTypes,
            MinimumCompressionSize = compression,
            ApiKeySource = input.FindString("apiKeySource") ?? source?.ApiKeySource ?? "HEADER",
            EndpointConfiguration = endpoint,
            Policy = policy,
            Tags = tags,
            DisableExecuteApiEndpoint = input.FindBoolean("disableExecuteApiEndpoint") ?? false,
            SecurityPolicy = input.FindString("securityPolicy"),
            EndpointAccessMode = input.FindString("endpointAccessMode"),
        };
    }
}
