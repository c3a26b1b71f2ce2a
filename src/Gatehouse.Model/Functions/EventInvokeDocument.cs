using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Functions;

/// <summary>
/// What becomes of asynchronous events. Stored under <c>{functionName}</c> or <c>{functionName}/{qualifier}</c>.
/// </summary>
public sealed record EventInvokeDocument : IDocument<EventInvokeDocument>
{
    public static string Kind => "lambda/event-invoke-config";

    public static JsonTypeInfo<EventInvokeDocument> TypeInfo => FunctionJson.Default.EventInvokeDocument;

    /// <summary>Seconds since 1970.</summary>
    public required double LastModified { get; init; }

    /// <value>0 to 2; <see langword="null"/> stands for 2.</value>
    public int? MaximumRetryAttempts { get; init; }

    /// <value>60 to 21,600; <see langword="null"/> stands for the latter.</value>
    public int? MaximumEventAgeInSeconds { get; init; }

    /// <summary>ARN of a queue, topic, function or event bus.</summary>
    public string? OnSuccess { get; init; }

    public string? OnFailure { get; init; }
}
