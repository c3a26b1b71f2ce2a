using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Events;

/// <summary>What the operations on event settings have in common.</summary>
internal static partial class EventInvokeShape
{
    public static async ValueTask<(FunctionName Name, Versioned<EventInvokeDocument>? Stored)> FindAsync(
        FunctionStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        return (name, await store.Documents.FindAsync<EventInvokeDocument>(
            call.Scope, FunctionStore.IdOf(name), cancellationToken));
    }

    public static async ValueTask<(FunctionName Name, Versioned<EventInvokeDocument> Stored)> OpenAsync(
        FunctionStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var (name, stored) = await FindAsync(store, call, cancellationToken);
        return (name, stored
            ?? throw LambdaFaults.NotFound($"The function {ArnOf(name)} doesn't have an EventInvokeConfig"));
    }

    /// <summary>The members of the call over what stands there.</summary>
    public static EventInvokeDocument Read(
        FunctionStore store, OperationCall call, FunctionName name, EventInvokeDocument? current)
    {
        var input = call.Input;
        var destinations = input.Members["DestinationConfig"];
        var document = new EventInvokeDocument
        {
            LastModified = store.NowSeconds(),
            MaximumRetryAttempts = input.FindInteger("MaximumRetryAttempts") ?? current?.MaximumRetryAttempts,
            MaximumEventAgeInSeconds =
                input.FindInteger("MaximumEventAgeInSeconds") ?? current?.MaximumEventAgeInSeconds,
            OnSuccess = destinations is null
                ? current?.OnSuccess : ReadDestination(destinations, "OnSuccess", name),
            OnFailure = destinations is null
                ? current?.OnFailure : ReadDestination(destinations, "OnFailure", name),
        };
        Range(document.MaximumRetryAttempts, "maximumRetryAttempts", 0, FunctionLimits.DefaultRetryAttempts);
        Range(
            document.MaximumEventAgeInSeconds, "maximumEventAgeInSeconds", FunctionLimits.MinEventAgeSeconds,
            FunctionLimits.MaxEventAgeSeconds);
        return document;
    }

    public static JsonObject Of(FunctionName name, EventInvokeDocument document)
    {
        var shape = new JsonObject
        {
            ["LastModified"] = document.LastModified,
            ["FunctionArn"] = ArnOf(name),
            ["DestinationConfig"] = new JsonObject
            {
                ["OnSuccess"] = Destination(document.OnSuccess),
                ["OnFailure"] = Destination(document.OnFailure),
            },
        };
        if (document.MaximumRetryAttempts is { } attempts)
        {
            shape["MaximumRetryAttempts"] = attempts;
        }

        if (document.MaximumEventAgeInSeconds is { } age)
        {
            shape["MaximumEventAgeInSeconds"] = age;
        }

        return shape;
    }

    private static string ArnOf(FunctionName name) => (name with { Qualifier = name.Qualifier ?? "$LATEST" }).Arn;

    private static JsonObject Destination(string? arn) => arn is null ? [] : new JsonObject { ["Destination"] = arn };

    private static string? ReadDestination(JsonNode destinations, string member, FunctionName name)
    {
        if (destinations[member]?["Destination"]?.GetValue<string>() is not { Length: > 0 } arn)
        {
            return null;
        }

        if (!ArnPattern().IsMatch(arn))
        {
            throw LambdaFaults.Constraint(
                arn, $"destinationConfig.{char.ToLowerInvariant(member[0])}{member[1..]}.destination",
                @"Member must satisfy regular expression pattern: $|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|"
                + @"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)");
        }

        // An event that tells itself of its own end would never end.
        return arn == name.Arn || arn == ArnOf(name)
            ? throw LambdaFaults.InvalidParameter("You can't specify the function as a destination for itself.")
            : arn;
    }

    private static void Range(int? value, string member, int min, int max)
    {
        if (value < min || value > max)
        {
            var isLow = value < min;
            throw LambdaFaults.Constraint(
                value.Value.ToString(CultureInfo.InvariantCulture), member,
                $"Member must have value {(isLow ? "greater" : "less")} than or equal to {(isLow ? min : max)}");
        }
    }

    [GeneratedRegex(@"^arn:aws[a-zA-Z0-9-]*:(?:sqs|sns|lambda|events):[a-z0-9-]*:[0-9]{12}:.+$", RegexOptions.None,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ArnPattern();
}

internal sealed class PutFunctionEventInvokeConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        var document = EventInvokeShape.Read(store, call, name, current: null);
        if (document.MaximumRetryAttempts is null && document.MaximumEventAgeInSeconds is null
            && document.OnSuccess is null && document.OnFailure is null)
        {
            throw LambdaFaults.InvalidParameter(
                "You must specify at least one of error handling or destination setting.");
        }

        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Upsert(FunctionStore.IdOf(name), document), cancellationToken);
        return OperationOutput.Of(EventInvokeShape.Of(name, document));
    }
}

internal sealed class UpdateFunctionEventInvokeConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, stored) = await EventInvokeShape.OpenAsync(store, call, cancellationToken);
        var document = EventInvokeShape.Read(store, call, name, stored.Value);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(stored, document), cancellationToken);
        return OperationOutput.Of(EventInvokeShape.Of(name, document));
    }
}

internal sealed class GetFunctionEventInvokeConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, stored) = await EventInvokeShape.OpenAsync(store, call, cancellationToken);
        return OperationOutput.Of(EventInvokeShape.Of(name, stored.Value));
    }
}

internal sealed class DeleteFunctionEventInvokeConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, stored) = await EventInvokeShape.OpenAsync(store, call, cancellationToken);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(stored), cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}

internal sealed class ListFunctionEventInvokeConfigs(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenLatestAsync(call, cancellationToken);
        var own = await store.Documents.FindAsync<EventInvokeDocument>(call.Scope, name.Name, cancellationToken);
        var qualified = await store.Documents.ListAsync<EventInvokeDocument>(
            call.Scope, name.Name + "/", cancellationToken);
        var all = own is null ? qualified : qualified.Insert(0, own);
        return OperationOutput.Of(ListPage.Of(
            call, "FunctionEventInvokeConfigs", all, static item => item.Id, item => EventInvokeShape.Of(
                name with
                {
                    Qualifier = item.Id.Length > name.Name.Length ? item.Id[(name.Name.Length + 1)..] : null,
                },
                item.Value)));
    }
}
