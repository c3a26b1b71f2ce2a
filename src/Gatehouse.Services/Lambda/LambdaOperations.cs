using Gatehouse.Services.Lambda.Account;
using Gatehouse.Services.Lambda.Aliases;
using Gatehouse.Services.Lambda.Concurrency;
using Gatehouse.Services.Lambda.Events;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Lambda.Invocations;
using Gatehouse.Services.Lambda.Layers;
using Gatehouse.Services.Lambda.Policies;
using Gatehouse.Services.Lambda.Tags;
using Gatehouse.Services.Lambda.Urls;
using Gatehouse.Services.Lambda.Versions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda;

/// <summary>Every operation of <c>lambda</c> that is built, by AWS's name.</summary>
internal static class LambdaOperations
{
    public static IReadOnlyDictionary<string, IOperation> Create(ControlPlaneOptions options)
    {
        var store = new FunctionStore(options.Documents, options.Ids, options.Time);
        var upload = new CodeUpload(options.Packages);
        var publisher = new VersionPublisher(store);
        var operations = new Dictionary<string, IOperation>(StringComparer.Ordinal)
        {
            [nameof(CreateFunction)] = new CreateFunction(store, upload, publisher),
            [nameof(GetFunction)] = new GetFunction(store, options.Downloads),
            [nameof(GetFunctionConfiguration)] = new GetFunctionConfiguration(store),
            [nameof(ListFunctions)] = new ListFunctions(store),
            [nameof(UpdateFunctionCode)] = new UpdateFunctionCode(store, upload, publisher),
            [nameof(UpdateFunctionConfiguration)] = new UpdateFunctionConfiguration(store),
            [nameof(DeleteFunction)] = new DeleteFunction(store),
            [nameof(Invoke)] = new Invoke(store, options.Functions, options.Events),
            [nameof(InvokeWithResponseStream)] = new InvokeWithResponseStream(store, options.Functions),
            [nameof(AddPermission)] = new AddPermission(store),
            [nameof(GetPolicy)] = new GetPolicy(store),
            [nameof(RemovePermission)] = new RemovePermission(store),
            [nameof(ListTags)] = new ListTags(store),
            [nameof(TagResource)] = new TagResource(store),
            [nameof(UntagResource)] = new UntagResource(store),
            [nameof(PublishVersion)] = new PublishVersion(store, publisher),
            [nameof(ListVersionsByFunction)] = new ListVersionsByFunction(store),
            [nameof(CreateAlias)] = new CreateAlias(store),
            [nameof(GetAlias)] = new GetAlias(store),
            [nameof(UpdateAlias)] = new UpdateAlias(store),
            [nameof(DeleteAlias)] = new DeleteAlias(store),
            [nameof(ListAliases)] = new ListAliases(store),
            [nameof(GetAccountSettings)] = new GetAccountSettings(store),
            [nameof(GetFunctionCodeSigningConfig)] = new GetFunctionCodeSigningConfig(store),
            [nameof(GetRuntimeManagementConfig)] = new GetRuntimeManagementConfig(store),
            [nameof(GetFunctionRecursionConfig)] = new GetFunctionRecursionConfig(store),
            [nameof(PutFunctionRecursionConfig)] = new PutFunctionRecursionConfig(store),
        };
        AddLayers(operations, options, store, upload);
        AddConcurrency(operations, options, store);
        AddEventsAndUrls(operations, options, store);
        return operations;
    }

    private static void AddLayers(
        Dictionary<string, IOperation> operations, ControlPlaneOptions options, FunctionStore store, CodeUpload upload)
    {
        operations[nameof(PublishLayerVersion)] = new PublishLayerVersion(store, upload, options.Downloads);
        operations[nameof(GetLayerVersion)] = new GetLayerVersion(store, options.Downloads);
        operations[nameof(GetLayerVersionByArn)] = new GetLayerVersionByArn(store, options.Downloads);
        operations[nameof(DeleteLayerVersion)] = new DeleteLayerVersion(store);
        operations[nameof(ListLayerVersions)] = new ListLayerVersions(store);
        operations[nameof(ListLayers)] = new ListLayers(store);
    }

    private static void AddConcurrency(
        Dictionary<string, IOperation> operations, ControlPlaneOptions options, FunctionStore store)
    {
        operations[nameof(PutFunctionConcurrency)] = new PutFunctionConcurrency(store);
        operations[nameof(GetFunctionConcurrency)] = new GetFunctionConcurrency(store);
        operations[nameof(DeleteFunctionConcurrency)] = new DeleteFunctionConcurrency(store);
        operations[nameof(PutProvisionedConcurrencyConfig)] = new PutProvisionedConcurrencyConfig(store);
        operations[nameof(GetProvisionedConcurrencyConfig)] =
            new GetProvisionedConcurrencyConfig(store, options.Warmth);
        operations[nameof(DeleteProvisionedConcurrencyConfig)] = new DeleteProvisionedConcurrencyConfig(store);
        operations[nameof(ListProvisionedConcurrencyConfigs)] =
            new ListProvisionedConcurrencyConfigs(store, options.Warmth);
    }

    private static void AddEventsAndUrls(
        Dictionary<string, IOperation> operations, ControlPlaneOptions options, FunctionStore store)
    {
        operations["InvokeAsync"] = new InvokeAsynchronously(store, options.Events);
        operations[nameof(PutFunctionEventInvokeConfig)] = new PutFunctionEventInvokeConfig(store);
        operations[nameof(UpdateFunctionEventInvokeConfig)] = new UpdateFunctionEventInvokeConfig(store);
        operations[nameof(GetFunctionEventInvokeConfig)] = new GetFunctionEventInvokeConfig(store);
        operations[nameof(DeleteFunctionEventInvokeConfig)] = new DeleteFunctionEventInvokeConfig(store);
        operations[nameof(ListFunctionEventInvokeConfigs)] = new ListFunctionEventInvokeConfigs(store);
        operations[nameof(CreateFunctionUrlConfig)] = new CreateFunctionUrlConfig(store);
        operations[nameof(GetFunctionUrlConfig)] = new GetFunctionUrlConfig(store);
        operations[nameof(UpdateFunctionUrlConfig)] = new UpdateFunctionUrlConfig(store);
        operations[nameof(DeleteFunctionUrlConfig)] = new DeleteFunctionUrlConfig(store);
        operations[nameof(ListFunctionUrlConfigs)] = new ListFunctionUrlConfigs(store);
    }
}
