namespace Gatehouse.Model.Functions;

/// <summary>Asynchronous invocations: accepted at once, run and repeated in the background.</summary>
public interface IFunctionEvents
{
    /// <returns><see langword="false"/> when too many events wait already.</returns>
    bool TryPost(FunctionCall call);
}

/// <summary>How many processes a version or an alias keeps warm.</summary>
public interface IFunctionWarmth
{
    FunctionWarmth Describe(in FunctionName function);
}

/// <param name="Ready">Processes that stand ready or work.</param>
/// <param name="Failure">Why the last start failed, when it did.</param>
public readonly record struct FunctionWarmth(int Ready, string? Failure);

/// <summary>
/// Where the outcome of an event goes when that is no function: queues, topics, event buses. The server knows the way.
/// </summary>
public interface IEventDestinations
{
    /// <returns><see langword="null"/> when it arrived, otherwise one sentence that says why not.</returns>
    ValueTask<string?> SendAsync(EventMessage message, CancellationToken cancellationToken);
}

/// <summary>One message for a destination or a dead-letter queue.</summary>
/// <param name="TargetArn">A queue, topic or event bus.</param>
/// <param name="Source">The function whose event it was.</param>
/// <param name="Body">JSON.</param>
/// <param name="Attributes">Of the message, for queues and topics.</param>
/// <param name="DetailType">For event buses.</param>
public sealed record EventMessage(
    string TargetArn, FunctionName Source, ReadOnlyMemory<byte> Body,
    IReadOnlyDictionary<string, string> Attributes, string DetailType)
{
    /// <summary>The function's execution role, which sends it; <see langword="null"/> when it is not known.</summary>
    public string? RoleArn { get; init; }
}
