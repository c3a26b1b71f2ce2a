using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Lambda.Invocations;
using Gatehouse.Services.Lambda.Policies;
using Gatehouse.Services.Lambda.Tags;
using Gatehouse.Services.Skeleton;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Services.Lambda;

/// <summary>Every operation of <c>lambda</c> that is built, by AWS's name.</summary>
internal static class LambdaOperations
{
    public static IReadOnlyDictionary<string, IOperation> Create(ControlPlaneOptions options)
    {
        var store = new FunctionStore(options.Documents, options.Ids, options.Time);
        var upload = new CodeUpload(options.Packages);
        var events = new EventQueue(options.Functions, options.Loggers.CreateLogger<EventQueue>());
        return new Dictionary<string, IOperation>(StringComparer.Ordinal)
        {
            [nameof(CreateFunction)] = new CreateFunction(store, upload),
            [nameof(GetFunction)] = new GetFunction(store, options.Downloads),
            [nameof(GetFunctionConfiguration)] = new GetFunctionConfiguration(store),
            [nameof(ListFunctions)] = new ListFunctions(store),
            [nameof(UpdateFunctionCode)] = new UpdateFunctionCode(store, upload),
            [nameof(UpdateFunctionConfiguration)] = new UpdateFunctionConfiguration(store),
            [nameof(DeleteFunction)] = new DeleteFunction(store),
            [nameof(Invoke)] = new Invoke(store, options.Functions, events),
            [nameof(InvokeWithResponseStream)] = new InvokeWithResponseStream(store, options.Functions),
            [nameof(AddPermission)] = new AddPermission(store),
            [nameof(GetPolicy)] = new GetPolicy(store),
            [nameof(RemovePermission)] = new RemovePermission(store),
            [nameof(ListTags)] = new ListTags(store),
            [nameof(TagResource)] = new TagResource(store),
            [nameof(UntagResource)] = new UntagResource(store),
        };
    }
}
