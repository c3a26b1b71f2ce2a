using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Caching;

/// <summary>Makes an answer that can outlive its call, and the bytes of one for encryption.</summary>
internal static class StoredAnswer
{
    private const string ContentEncoding = "Content-Encoding";

    /// <summary>
    /// A copy whose body is its own. The trace id stays behind: it is the first caller's, and a hit attempts no
    /// integration, so it carries none (sheet §1.6).
    /// </summary>
    public static MethodAnswer Of(MethodAnswer answer, ReadOnlySpan<byte> body)
    {
        var headers = new List<KeyValuePair<string, StringValues>>(answer.Headers.Count);
        for (var i = 0; i < answer.Headers.Count; i++)
        {
            if (!answer.Headers[i].Key.Equals(TraceIdentity.HeaderName, StringComparison.OrdinalIgnoreCase))
            {
                headers.Add(answer.Headers[i]);
            }
        }

        return new MethodAnswer
        {
            Status = answer.Status,
            ContentType = answer.ContentType,
            Headers = headers.ToArray(),
            Body = body.ToArray(),
        };
    }

    /// <summary>The coding that the integration applied itself, or empty.</summary>
    public static StringValues ContentCoding(MethodAnswer answer)
    {
        for (var i = 0; i < answer.Headers.Count; i++)
        {
            if (answer.Headers[i].Key.Equals(ContentEncoding, StringComparison.OrdinalIgnoreCase))
            {
                return answer.Headers[i].Value;
            }
        }

        return StringValues.Empty;
    }

    /// <value>Bytes of the body and of the head's text.</value>
    public static long SizeOf(MethodAnswer answer)
    {
        var characters = SizeOf(answer.ContentType);
        foreach (var (name, values) in answer.Headers)
        {
            characters += name.Length + SizeOf(values);
        }

        return answer.Body.Length + (characters * sizeof(char));
    }

    public static byte[] Write(MethodAnswer answer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(answer.Status);
        WriteValues(writer, answer.ContentType);
        writer.Write(answer.Headers.Count);
        foreach (var (name, values) in answer.Headers)
        {
            writer.Write(name);
            WriteValues(writer, values);
        }

        writer.Write(answer.Body.Length);
        writer.Write(answer.Body.Span);
        writer.Flush();
        return stream.ToArray();
    }

    public static MethodAnswer Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        var status = reader.ReadInt32();
        var contentType = ReadValues(reader);
        var headers = new KeyValuePair<string, StringValues>[reader.ReadInt32()];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = new(reader.ReadString(), ReadValues(reader));
        }

        return new MethodAnswer
        {
            Status = status, ContentType = contentType, Headers = headers, Body = reader.ReadBytes(reader.ReadInt32()),
        };
    }

    private static int SizeOf(StringValues values)
    {
        var characters = 0;
        foreach (var value in values)
        {
            characters += value?.Length ?? 0;
        }

        return characters;
    }

    private static void WriteValues(BinaryWriter writer, StringValues values)
    {
        writer.Write(values.Count);
        foreach (var value in values)
        {
            writer.Write(value ?? string.Empty);
        }
    }

    private static StringValues ReadValues(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count == 1)
        {
            return reader.ReadString(); // one value is kept as a string, not as an array of one
        }

        var values = new string[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = reader.ReadString();
        }

        return values;
    }
}
