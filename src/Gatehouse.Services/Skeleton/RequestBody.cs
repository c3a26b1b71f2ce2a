using System.Buffers;
using Gatehouse.Wire.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Services.Skeleton;

/// <summary>Reads a body whole, up to the operation's limit.</summary>
internal static class RequestBody
{
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        HttpContext context, int limit, string operation, CancellationToken cancellationToken)
    {
        var length = context.Request.ContentLength;
        if (length == 0)
        {
            return default;
        }

        if (length > limit)
        {
            throw TooLarge(limit, operation);
        }

        // The server's own limit is one number for all; here each operation has its own.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        var body = new ArrayBufferWriter<byte>((int)Math.Min(length ?? 1, SkeletonLimits.FirstBodyBuffer));
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (body.WrittenCount + read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limit, operation);
            }

            foreach (var segment in read.Buffer)
            {
                body.Write(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return body.WrittenMemory;
            }
        }
    }

    /// <summary>Lambda's words for the same; API Gateway's own are not known.</summary>
    private static ServiceFaultException TooLarge(int limit, string operation) => new(
        "RequestEntityTooLargeException",
        413,
        $"Request must be smaller than {limit} bytes for the {operation} operation");
}
