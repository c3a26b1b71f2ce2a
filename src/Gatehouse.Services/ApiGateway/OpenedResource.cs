using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway;

/// <summary>A resource with its methods, as the operations on methods, integrations and responses find it.</summary>
internal sealed record OpenedResource(OpenedApi Api, Versioned<ResourceDocument> Resource)
{
    /// <summary>The verb named by the call, in upper case.</summary>
    public static string Verb(OperationCall call) => call.Input.RequiredString("httpMethod").ToUpperInvariant();

    public MethodDocument? FindMethod(string verb) => Resource.Value.ResourceMethods.GetValueOrDefault(verb);

    public MethodDocument Method(OperationCall call) => FindMethod(Verb(call)) ?? throw ApiGatewayFaults.NoMethod();

    /// <summary>The method's integration; a missing method is told as a missing method.</summary>
    public IntegrationDocument Integration(OperationCall call) =>
        Method(call).MethodIntegration ?? throw ApiGatewayFaults.NoIntegration();

    public ValueTask<long> SaveAsync(MethodDocument method, CancellationToken cancellationToken) =>
        SaveAsync(Resource.Value.ResourceMethods.SetItem(method.HttpMethod, method), cancellationToken);

    public ValueTask<long> RemoveAsync(MethodDocument method, CancellationToken cancellationToken) =>
        SaveAsync(Resource.Value.ResourceMethods.Remove(method.HttpMethod), cancellationToken);

    private ValueTask<long> SaveAsync(
        System.Collections.Immutable.ImmutableSortedDictionary<string, MethodDocument> methods,
        CancellationToken cancellationToken) =>
        Api.CommitAsync(
            Api.Edit().Replace(Resource, Resource.Value with { ResourceMethods = methods }), cancellationToken);
}
