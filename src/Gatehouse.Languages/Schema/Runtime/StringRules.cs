using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>What a schema asks of a string.</summary>
internal sealed class StringRules
{
    private const int StackChars = 256;

    public int MinLength { get; init; }

    public int MaxLength { get; init; } = int.MaxValue;

    public EcmaRegex? Pattern { get; init; }

    public StringFormat Format { get; init; }

    /// <summary>Judges the string that the reader stands on.</summary>
    public bool Accept(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Accept(reader.ValueSpan);
        }
        var content = StringText.Of(reader.ValueSpan, stackalloc byte[StringText.StackBytes], out var rented);
        try
        {
            return Accept(content);
        }
        finally
        {
            StringText.Return(rented);
        }
    }

    private bool Accept(ReadOnlySpan<byte> content) =>
        IsLongEnough(content) && (Pattern is null && Format == StringFormat.None || AcceptText(content));

    private bool IsLongEnough(ReadOnlySpan<byte> content)
    {
        // A code point takes one byte to four, so most strings need not be counted.
        if (content.Length < MinLength)
        {
            return false;
        }
        if (content.Length <= MaxLength && (MinLength == 0 || content.Length / 4 >= MinLength))
        {
            return true;
        }
        var length = StringText.CountCodePoints(content);
        return length >= MinLength && length <= MaxLength;
    }

    private bool AcceptText(ReadOnlySpan<byte> content)
    {
        char[]? rented = null;
        var buffer = content.Length <= StackChars
            ? stackalloc char[StackChars]
            : rented = ArrayPool<char>.Shared.Rent(content.Length);
        try
        {
            var text = buffer[..Encoding.UTF8.GetChars(content, buffer)];
            return (Pattern is null || Pattern.IsMatch(text)) && StringFormats.Accept(Format, text);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }
}
