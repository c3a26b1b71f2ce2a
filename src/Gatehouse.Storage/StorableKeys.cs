using System.Globalization;
using System.Text;
using Gatehouse.Model.Documents;

namespace Gatehouse.Storage;

/// <summary>Which keys a database can hold without changing them.</summary>
internal static class StorableKeys
{
    /// <summary>Whole Unicode without NUL: half a surrogate pair would be stored as another text.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        if (text.Length > StorageLimits.IdChars || text.Contains('\0'))
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }

    /// <summary>Checks what only a bug of ours can send; nothing reaches the disk before.</summary>
    public static void Check(DocumentBatch batch)
    {
        if (batch.Writes.Count > StorageLimits.WritesPerBatch)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A batch has at most {StorageLimits.WritesPerBatch} writes, not {batch.Writes.Count}."),
                nameof(batch));
        }

        foreach (var write in batch.Writes)
        {
            if (write.Key.Id.Length == 0 || !IsStorable(write.Key.Id))
            {
                throw new ArgumentException(
                    $"The id '{write.Key.Id}' of a {write.Key.Kind} cannot be stored.", nameof(batch));
            }

            if (write.Body?.Length > StorageLimits.DocumentBytes)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{write.Key} has {write.Body.Length} bytes, and at most {StorageLimits.DocumentBytes} fit."),
                    nameof(batch));
            }
        }
    }

    /// <summary>
    /// The first text after all that begin with the prefix, in the order of code points; null when there is none.
    /// </summary>
    public static string? EndOf(string prefix)
    {
        for (var end = prefix.Length; end > 0;)
        {
            var start = end >= 2 && char.IsSurrogatePair(prefix, end - 2) ? end - 2 : end - 1;
            var next = char.ConvertToUtf32(prefix, start) + 1;
            if (next <= 0x10FFFF)
            {
                // After U+D7FF come the surrogates, which are no characters.
                return prefix[..start] + char.ConvertFromUtf32(next == 0xD800 ? 0xE000 : next);
            }

            end = start;
        }

        return null;
    }
}
