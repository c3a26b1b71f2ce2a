using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Gatehouse.Functions.RuntimeApi;

/// <summary>A request's body, read whole: with a length or chunked, within the payload limit.</summary>
internal sealed class RequestBody
{
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <value>Bytes sent, also when they were too many to keep.</value>
    public long Size { get; private set; }

    public bool IsOversized => Size > RuntimeApiLimits.PayloadBytes;

    /// <summary>The connection ended or broke the framing before the body was complete.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>More than we are willing to drop: the connection cannot be used again.</summary>
    public bool IsUndrained { get; private set; }

    /// <summary>From the trailers of a streaming answer (deployment-and-tools §6.3).</summary>
    public string? TrailerErrorType { get; private set; }

    public byte[]? TrailerErrorBody { get; private set; }

    public static async ValueTask<RequestBody> ReadAsync(
        RequestHead head, ReceiveBuffer buffer, CancellationToken cancellationToken)
    {
        var body = new RequestBody();
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
        if (!IsOversized)
        {
            var bytes = Size == 0 ? [] : new byte[Size];
            Payload = bytes;
            return await buffer.ReadExactlyAsync(bytes, cancellationToken);
        }

        return await DrainAsync(buffer, Size, cancellationToken);
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

            var name = line[..colon];
            var value = line[(colon + 1)..].Trim();
            if (name.Equals("Lambda-Runtime-Function-Error-Type", StringComparison.OrdinalIgnoreCase))
            {
                TrailerErrorType = value;
            }
            else if (name.Equals("Lambda-Runtime-Function-Error-Body", StringComparison.OrdinalIgnoreCase))
            {
                var bytes = new byte[value.Length];
                TrailerErrorBody = Convert.TryFromBase64String(value, bytes, out var written) ? bytes[..written] : null;
            }
        }

        return false;
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
