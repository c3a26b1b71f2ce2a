using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>
/// A request's body, with a length or chunked: read whole within the payload limit, or passed on as it comes.
/// </summary>
internal sealed class RequestBody
{
    private readonly StreamedAnswer? _output;
    private readonly long _limit;

    private RequestBody(StreamedAnswer? output)
    {
        _output = output;
        _limit = output is null ? RuntimeApiLimits.PayloadBytes : FunctionLimits.StreamBytes;
    }

    /// <summary>The whole body, unless it was passed on.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <value>Bytes sent, also when they were too many to keep.</value>
    public long Size { get; private set; }

    public bool IsOversized => Size > _limit;

    /// <summary>The connection ended or broke the framing before the body was complete.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>More than we are willing to drop: the connection cannot be used again.</summary>
    public bool IsUndrained { get; private set; }

    /// <summary>From the trailers of a streaming answer (deployment-and-tools §6.3).</summary>
    public string? TrailerErrorType { get; private set; }

    public byte[]? TrailerErrorBody { get; private set; }

    /// <summary>Our own clients' hint, which a streaming answer can only give at its end.</summary>
    public long? TrailerLogBytes { get; private set; }

    /// <param name="head">Of the request.</param>
    /// <param name="buffer">Of its connection.</param>
    /// <param name="output">Takes the body as it comes; <see langword="null"/> to keep it.</param>
    /// <param name="cancellationToken">The sandbox is being taken down.</param>
    public static async ValueTask<RequestBody> ReadAsync(
        RequestHead head, ReceiveBuffer buffer, StreamedAnswer? output, CancellationToken cancellationToken)
    {
        var body = new RequestBody(output);
        if (head.IsChunked)
        {
            body.IsBroken = !await body.ReadChunksAsync(buffer, cancellationToken);
        }
        else
        {
            body.Size = head.ContentLength;
            body.IsBroken = !await body.ReadLengthAsync(buffer, cancellationToken);
        }

        return body;
    }

    private async ValueTask<bool> ReadLengthAsync(ReceiveBuffer buffer, CancellationToken cancellationToken)
    {
        if (!IsOversized && _output is not null)
        {
            return await PassAsync(buffer, _output, Size, cancellationToken);
        }

        if (!IsOversized)
        {
            var bytes = Size == 0 ? [] : new byte[Size];
            Payload = bytes;
            return await buffer.ReadExactlyAsync(bytes, cancellationToken);
        }

        return await DrainAsync(buffer, Size, cancellationToken);
    }

    private static async ValueTask<bool> PassAsync(
        ReceiveBuffer buffer, StreamedAnswer output, long count, CancellationToken cancellationToken)
    {
        for (var left = count; left > 0;)
        {
            var memory = output.GetMemory();
            var read = await buffer.ReadAsync(memory[..(int)Math.Min(left, memory.Length)], cancellationToken);
            if (read == 0)
            {
                return false;
            }

            left -= read;
            await output.AdvanceAsync(read, cancellationToken);
        }

        return true;
    }

    private async ValueTask<bool> DrainAsync(ReceiveBuffer buffer, long count, CancellationToken cancellationToken)
    {
        if (Size > RuntimeApiLimits.DrainBytes)
        {
            IsUndrained = true;
            return true;
        }

        var scratch = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            for (var left = count; left > 0;)
            {
                var part = (int)Math.Min(left, scratch.Length);
                if (!await buffer.ReadExactlyAsync(scratch.AsMemory(0, part), cancellationToken))
                {
                    return false;
                }

                left -= part;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private async ValueTask<bool> ReadChunksAsync(ReceiveBuffer buffer, CancellationToken cancellationToken)
    {
        var kept = new ArrayBufferWriter<byte>();
        while (true)
        {
            var line = await ReadLineAsync(buffer, RuntimeApiLimits.ChunkLineBytes, cancellationToken);
            if (line is null || !TryReadChunkSize(line, out var size))
            {
                return false;
            }

            if (size == 0)
            {
                Payload = IsOversized ? default : kept.WrittenMemory;
                return await ReadTrailersAsync(buffer, cancellationToken);
            }

            Size += size;
            if (IsOversized)
            {
                if (!await DrainAsync(buffer, size, cancellationToken))
                {
                    return false;
                }

                if (IsUndrained)
                {
                    return true;
                }
            }
            else if (_output is not null)
            {
                if (!await PassAsync(buffer, _output, size, cancellationToken))
                {
                    return false;
                }
            }
            else
            {
                var memory = kept.GetMemory((int)size)[..(int)size];
                if (!await buffer.ReadExactlyAsync(memory, cancellationToken))
                {
                    return false;
                }

                kept.Advance((int)size);
            }

            if (await ReadLineAsync(buffer, RuntimeApiLimits.ChunkLineBytes, cancellationToken) is not "")
            {
                return false;
            }
        }
    }

    private async ValueTask<bool> ReadTrailersAsync(ReceiveBuffer buffer, CancellationToken cancellationToken)
    {
        for (var count = 0; count <= RuntimeApiLimits.HeaderCount; count++)
        {
            var line = await ReadLineAsync(buffer, RuntimeApiLimits.HeadBytes, cancellationToken);
            if (line is null or "")
            {
                return line is not null;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                return false;
            }

            ReadTrailer(line[..colon], line[(colon + 1)..].Trim());
        }

        return false;
    }

    private void ReadTrailer(string name, string value)
    {
        if (name.Equals("Lambda-Runtime-Function-Error-Type", StringComparison.OrdinalIgnoreCase))
        {
            TrailerErrorType = value;
        }
        else if (name.Equals("Lambda-Runtime-Function-Error-Body", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[value.Length];
            TrailerErrorBody = Convert.TryFromBase64String(value, bytes, out var written) ? bytes[..written] : null;
        }
        else if (name.Equals("Gatehouse-Log-Bytes", StringComparison.OrdinalIgnoreCase))
        {
            TrailerLogBytes = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? bytes
                : null;
        }
    }

    private static bool TryReadChunkSize(string line, out long size)
    {
        var extension = line.IndexOf(';', StringComparison.Ordinal);
        var digits = (extension < 0 ? line : line[..extension]).Trim();
        Span<byte> ascii = stackalloc byte[16];
        size = 0;

        // Eight hexadecimal digits are 4 GiB: far over the drain limit, and no overflow anywhere.
        return digits.Length is > 0 and <= 8
            && Encoding.Latin1.TryGetBytes(digits, ascii, out var length)
            && Utf8Parser.TryParse(ascii[..length], out size, out var read, 'x')
            && read == length;
    }

    /// <returns>The line without its end, or <see langword="null"/> at the end of input or over the limit.</returns>
    private static async ValueTask<string?> ReadLineAsync(
        ReceiveBuffer buffer, int limit, CancellationToken cancellationToken)
    {
        for (var seen = 0; ;)
        {
            var end = buffer.Filled[seen..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                end += seen;
                if (end == 0 || buffer.Filled[end - 1] != (byte)'\r')
                {
                    return null;
                }

                var line = Encoding.Latin1.GetString(buffer.Filled[..(end - 1)]);
                buffer.Consume(end + 1);
                return line;
            }

            seen = buffer.Length;
            if (seen > limit || !await buffer.FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }
}
