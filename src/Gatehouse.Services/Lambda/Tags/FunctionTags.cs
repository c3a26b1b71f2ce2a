using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Tags;

/// <summary>What tags may be; <c>Resource</c> names the function by its ARN.</summary>
internal static class FunctionTags
{
    /// <summary>Source: the Lambda developer guide, "Tags", as for every AWS resource.</summary>
    private const int MaxTags = 50;

    private const int MaxKeyLength = 128;
    private const int MaxValueLength = 256;

    public static ValueTask<(FunctionName Name, Versioned<FunctionDocument> Function)> OpenAsync(
        FunctionStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var resource = call.Input.RequiredString("Resource");
        return resource.StartsWith("arn:", StringComparison.Ordinal)
            ? store.OpenLatestAsync(call, "Resource", cancellationToken)
            : throw LambdaFaults.InvalidParameter($"Invalid resource: {resource}. A function's ARN is expected.");
    }

    public static ImmutableSortedDictionary<string, string>? Check(ImmutableSortedDictionary<string, string>? tags)
    {
        if (tags is null || tags.IsEmpty)
        {
            return null;
        }

        if (tags.Count > MaxTags)
        {
            throw LambdaFaults.InvalidParameter($"A function can have at most {MaxTags} tags.");
        }

        var bad = tags.Keys.FirstOrDefault(
            key => key.Length is 0 or > MaxKeyLength || tags[key].Length > MaxValueLength);
        if (bad is not null)
        {
            throw LambdaFaults.InvalidParameter(
                $"The tag '{bad}' is not valid: keys have 1 to {MaxKeyLength} characters, values at most "
                + $"{MaxValueLength}.");
        }

        return tags;
    }

    public static JsonObject Shape(ImmutableSortedDictionary<string, string>? tags)
    {
        var shape = new JsonObject();
        foreach (var (key, value) in tags ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            shape[key] = value;
        }

        return shape;
    }
}

internal sealed class ListTags(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await FunctionTags.OpenAsync(store, call, cancellationToken);
        return OperationOutput.Of(new JsonObject { ["Tags"] = FunctionTags.Shape(function.Value.Tags) });
    }
}

internal sealed class TagResource(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await FunctionTags.OpenAsync(store, call, cancellationToken);
        var given = CreateFunction.Texts(call.Input.Members["Tags"] as JsonObject)
            ?? ImmutableSortedDictionary<string, string>.Empty;
        var current = function.Value.Tags ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var changed = function.Value with { Tags = FunctionTags.Check(current.SetItems(given)) };
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(function, changed), cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}

internal sealed class UntagResource(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await FunctionTags.OpenAsync(store, call, cancellationToken);
        var keys = (call.Input.Members["TagKeys"] as JsonArray ?? []).Select(static key => key!.GetValue<string>());
        var changed = function.Value with { Tags = FunctionTags.Check(function.Value.Tags?.RemoveRange(keys)) };
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(function, changed), cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}
