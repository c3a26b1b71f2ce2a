using System.Text.Json.Nodes;
using Gatehouse.Model.Arns;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Pools;

internal sealed class TagResource(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await TaggedPool.FindAsync(room, call, cancellationToken);
        var tags = TaggedPool.TagsOf(pool);
        foreach (var (name, value) in call.Input.Members["Tags"]!.AsObject())
        {
            tags[name] = value?.DeepClone();
        }

        PoolSettings.CheckTags(tags);
        await TaggedPool.SaveAsync(room, pool, tags, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class UntagResource(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await TaggedPool.FindAsync(room, call, cancellationToken);
        var tags = TaggedPool.TagsOf(pool);
        foreach (var name in call.Input.Members["TagKeys"]!.AsArray())
        {
            tags.Remove(name!.GetValue<string>());
        }

        await TaggedPool.SaveAsync(room, pool, tags, cancellationToken);
        return OperationOutput.Empty;
    }
}

internal sealed class ListTagsForResource(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await TaggedPool.FindAsync(room, call, cancellationToken);
        return OperationOutput.Of(new JsonObject { ["Tags"] = TaggedPool.TagsOf(pool) });
    }
}

/// <summary>The pool that an ARN names.</summary>
internal static class TaggedPool
{
    private const string Prefix = "userpool/";

    public static ValueTask<OpenedPool> FindAsync(CognitoRoom room, OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("ResourceArn");
        return Arn.TryParse(arn, out var parsed) && parsed.Service == "cognito-idp"
            && parsed.Region == call.Scope.Region && parsed.Account == call.Scope.Account
            && parsed.Resource.StartsWith(Prefix, StringComparison.Ordinal)
            ? room.OpenAsync(call.Scope, parsed.Resource[Prefix.Length..], cancellationToken)
            : throw CognitoFaults.Invalid($"{arn} is no ARN of a user pool.");
    }

    public static JsonObject TagsOf(OpenedPool pool) =>
        pool.Value.Settings["UserPoolTags"]?.DeepClone() as JsonObject ?? [];

    public static async ValueTask SaveAsync(
        CognitoRoom room, OpenedPool pool, JsonObject tags, CancellationToken cancellationToken)
    {
        var settings = (JsonObject)pool.Value.Settings.DeepClone();
        settings["UserPoolTags"] = tags;
        await room.CommitAsync(
            pool.Batch().Replace(pool.Pool, pool.Value with { Settings = settings, Modified = room.Now }), cancellationToken);
    }
}
