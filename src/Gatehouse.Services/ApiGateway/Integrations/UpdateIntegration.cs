using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Integrations;

internal sealed class UpdateIntegration(RestApiStore store, RestApiQuotas quotas) : IOperation
{
    private const PatchOps Any = PatchOps.Add | PatchOps.Replace | PatchOps.Remove;
    private const PatchOps Replace = PatchOps.Replace;

    /// <summary>
    /// rest-control-plane §2.6; <c>/credentials</c> is not in AWS's published table, yet Terraform and CloudFormation
    /// send it
    /// and it works. The type cannot be patched.
    /// </summary>
    public static readonly PatchTable<IntegrationDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/cacheKeyParameters", PatchOps.Add | PatchOps.Replace | PatchOps.Remove, (one, in m) =>
            ChangeCacheKey(one, m.Op, m.Value)),
        new("/cacheKeyParameters/{key}", Any, (one, in m) => ChangeCacheKey(one, m.Op, m.Key)),
        new("/cacheNamespace", Replace, (one, in m) => one with { CacheNamespace = m.ValueOrNull }),
        new("/connectionId", Replace, (one, in m) => one with { ConnectionId = m.ValueOrNull }),
        new("/connectionType", Replace, (one, in m) => one with { ConnectionType = m.OneOf("INTERNET", "VPC_LINK") }),
        new("/contentHandling", Replace, (one, in m) => one with { ContentHandling = ContentHandling(m) }),
        new("/credentials", Replace, (one, in m) => one with { Credentials = m.ValueOrNull }),
        new("/httpMethod", Replace, (one, in m) => one with { HttpMethod = NotForMock(one, m) }),
        new("/integrationTarget", Replace, (one, in m) => one with { IntegrationTarget = m.ValueOrNull }),
        new("/passthroughBehavior", Replace, (one, in m) => one with { PassthroughBehavior = m.Value }),
        new("/requestParameters/{key}", Any, (one, in m) => one with
        {
            RequestParameters = m.IsRemove
                ? PatchMaps.Remove(one.RequestParameters, m.Key)
                : PatchMaps.Set(one.RequestParameters, m.Key, m.Value),
        }),
        new("/requestTemplates/{key}", Any, (one, in m) => one with
        {
            // Without a value the template is null, which passes the input through (§1.11).
            RequestTemplates = m.IsRemove
                ? PatchMaps.Remove(one.RequestTemplates, m.Key)
                : PatchMaps.Set(one.RequestTemplates, m.Key, m.Operation.Value),
        }),
        new("/responseTransferMode", Replace, (one, in m) =>
            ChangeTransferMode(one, m.OneOf("BUFFERED", IntegrationRules.Stream))),
        new("/timeoutInMillis", Replace, (one, in m) => one with { TimeoutInMillis = m.Integer() }),
        new("/tlsConfig/insecureSkipVerification", Replace, (one, in m) =>
            one with { TlsConfig = new TlsConfig { InsecureSkipVerification = m.Boolean() } }),
        new("/uri", Replace, (one, in m) => one with { Uri = NotForMock(one, m) }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);

        // A missing method is told as a missing integration here (§1.8).
        var method = opened.FindMethod(OpenedResource.Verb(call)) ?? throw ApiGatewayFaults.NoIntegration();
        var before = method.MethodIntegration ?? throw ApiGatewayFaults.NoIntegration();
        var after = Patches.Apply(before, PatchOperation.Of(call.Input));
        IntegrationRules.Check(method, after, call.Scope.Account, quotas.For(opened.Api.Api));
        await opened.SaveAsync(method with { MethodIntegration = after }, cancellationToken);
        return IntegrationShape.Output(after);
    }

    public static string? ContentHandling(in PatchMatch match) =>
        match.ValueOrNull is null ? null : match.OneOf("CONVERT_TO_BINARY", "CONVERT_TO_TEXT");

    private static string? NotForMock(IntegrationDocument integration, in PatchMatch match) =>
        integration.Type == IntegrationRules.Mock
            ? throw PatchFaults.UnsupportedOp(match.Operation)
            : match.ValueOrNull;

    /// <summary>
    /// A switch drops the timeout of the other mode (rest-execution §5.14); one that is patched behind it stays.
    /// </summary>
    private static IntegrationDocument ChangeTransferMode(IntegrationDocument integration, string mode) =>
        (integration.ResponseTransferMode == IntegrationRules.Stream) == (mode == IntegrationRules.Stream)
            ? integration with { ResponseTransferMode = mode }
            : integration with
            {
                ResponseTransferMode = mode, TimeoutInMillis = IntegrationRules.DefaultTimeout(mode),
            };

    private static IntegrationDocument ChangeCacheKey(IntegrationDocument integration, PatchOps op, string parameter)
    {
        var keys = integration.CacheKeyParameters;
        var changed = op == PatchOps.Remove
            ? PatchMaps.Remove(keys, parameter)
            : PatchMaps.Add(keys, parameter);
        return integration with { CacheKeyParameters = changed ?? [] };
    }
}
