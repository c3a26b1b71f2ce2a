using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Integrations;

/// <summary>
/// Sets a method's integration. One that stood there goes, its responses with it (unconfirmed, rest-control-plane
/// §2.6).
/// </summary>
internal sealed class PutIntegration(RestApiStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var method = opened.Method(call);
        var integration = Read(call.Input, opened.Resource.Value.Id);
        IntegrationRules.Check(method, integration, call.Scope.Account, quotas.For(opened.Api.Api));
        await opened.SaveAsync(method with { MethodIntegration = integration }, cancellationToken);
        return IntegrationShape.Output(integration);
    }

    private static IntegrationDocument Read(OperationInput input, string resourceId)
    {
        var asked = input.Members.Deserialize(RestApiJson.Default.IntegrationDocument)!;
        var isMock = asked.Type == IntegrationRules.Mock;
        return asked with
        {
            // The model's httpMethod is the path's verb; the integration's own is integrationHttpMethod (§1.1).
            HttpMethod = isMock ? null : input.FindString("integrationHttpMethod"),
            Uri = isMock ? null : asked.Uri,
            ConnectionType = IntegrationRules.IsHttp(asked.Type) ? asked.ConnectionType ?? "INTERNET" : null,
            Credentials = string.IsNullOrEmpty(asked.Credentials) ? null : asked.Credentials,
            CacheNamespace = string.IsNullOrEmpty(asked.CacheNamespace) ? resourceId : asked.CacheNamespace,

            // Generated deserialisers set what is absent to null or zero, past the record's own defaults.
            CacheKeyParameters = asked.CacheKeyParameters.IsDefault ? [] : asked.CacheKeyParameters,
            PassthroughBehavior = input.FindString("passthroughBehavior") ?? "WHEN_NO_MATCH",
            TimeoutInMillis = input.FindInteger("timeoutInMillis")
                ?? IntegrationRules.DefaultTimeout(asked.ResponseTransferMode),
            IntegrationResponses = null,
        };
    }
}
