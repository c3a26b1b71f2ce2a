using System.IO.Pipelines;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// What a client gets from a method: made per call, or once at publish when nothing of it can change.
/// </summary>
internal sealed record MethodAnswer
{
    public const string DefaultContentType = "application/json";

    public required int Status { get; init; }

    public StringValues ContentType { get; init; } = DefaultContentType;

    /// <summary>Everything but the content type and what the gateway itself adds; names are final.</summary>
    public IReadOnlyList<KeyValuePair<string, StringValues>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>A body that flows from the backend; <see cref="Body"/> is empty then.</summary>
    public IAnswerStream? Stream { get; init; }
}

/// <summary>A response body that is copied, not held.</summary>
internal interface IAnswerStream
{
    /// <summary><see langword="null"/> when only the end tells.</summary>
    /// <remarks>Read it before copying: it may count what is still to come.</remarks>
    long? Length { get; }

    /// <summary>The client gets head and pieces as they come (STREAM); no length is worked out for it.</summary>
    bool IsImmediate { get; }

    /// <summary>
    /// Copies everything. What the network causes comes back as a fault; the caller decides if it can still be told.
    /// </summary>
    ValueTask<StepResult> CopyToAsync(PipeWriter output, CancellationToken cancellationToken);
}
