using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>One invocation as a runtime receives it: the answer to its <c>next</c>.</summary>
internal sealed class RuntimeEvent
{
    /// <summary>Up to here an event travels with its head in one system call; a larger one is not copied.</summary>
    public const int CopiedPayloadBytes = 64 << 10;

    public required string RequestId { get; init; }

    public required long DeadlineMs { get; init; }

    public required string FunctionArn { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    public string? TraceId { get; init; }

    public string? ClientContext { get; init; }

    /// <summary>Where the answer goes while it is received; <see langword="null"/> when it is wanted whole.</summary>
    public StreamedAnswer? Output { get; init; }

    /// <summary>Writes the head, and the payload when it is small, into a rented buffer.</summary>
    /// <param name="prefix">An answer still owed to the same connection, sent along.</param>
    /// <param name="length">Bytes written.</param>
    /// <param name="isWhole">The payload is in the buffer too.</param>
    public byte[] Render(ReadOnlySpan<byte> prefix, out int length, out bool isWhole)
    {
        // Sized from what goes in: 512 bytes cover the fixed text and the two numbers.
        isWhole = Payload.Length <= CopiedPayloadBytes;
        var capacity = prefix.Length + 512
            + Encoding.UTF8.GetMaxByteCount(
                RequestId.Length + FunctionArn.Length + (TraceId?.Length ?? 0) + (ClientContext?.Length ?? 0))
            + (isWhole ? Payload.Length : 0);
        var buffer = ArrayPool<byte>.Shared.Rent(capacity);
        prefix.CopyTo(buffer);
        length = prefix.Length;
        Append(buffer, ref length, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
        AppendHeader(buffer, ref length, "Lambda-Runtime-Aws-Request-Id: ", RequestId);
        Append(buffer, ref length, "Lambda-Runtime-Deadline-Ms: ");
        AppendNumber(buffer, ref length, DeadlineMs);
        AppendHeader(buffer, ref length, "Lambda-Runtime-Invoked-Function-Arn: ", FunctionArn);

        // Empty headers are left out (deployment-and-tools §6.3).
        AppendHeader(buffer, ref length, "Lambda-Runtime-Trace-Id: ", TraceId);
        AppendHeader(buffer, ref length, "Lambda-Runtime-Client-Context: ", ClientContext);
        Append(buffer, ref length, "Content-Length: ");
        AppendNumber(buffer, ref length, Payload.Length);
        Append(buffer, ref length, "\r\n");
        if (isWhole)
        {
            Payload.Span.CopyTo(buffer.AsSpan(length));
            length += Payload.Length;
        }

        return buffer;
    }

    private static void Append(byte[] buffer, ref int length, string text) =>
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));

    private static void AppendNumber(byte[] buffer, ref int length, long value)
    {
        value.TryFormat(buffer.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
        length += written;
        Append(buffer, ref length, "\r\n");
    }

    private static void AppendHeader(byte[] buffer, ref int length, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        Append(buffer, ref length, name);
        var start = length;
        Append(buffer, ref length, value);

        // A line end inside a value (pretty-printed client context) must not become another header.
        foreach (ref var b in buffer.AsSpan(start, length - start))
        {
            b = b is < 0x20 or 0x7F ? (byte)' ' : b;
        }

        Append(buffer, ref length, "\r\n");
    }
}
