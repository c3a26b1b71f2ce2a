using System.Text;
using System.Text.Json;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>
/// Why a payload is no JSON, in the words of the parser that Lambda uses (deployment-and-tools §6.1).
/// </summary>
internal static class PayloadFault
{
    private const int MaxToken = 256;

    public static string Describe(ReadOnlySpan<byte> payload, JsonException exception)
    {
        var line = exception.LineNumber ?? 0;
        var column = exception.BytePositionInLine ?? 0;
        var place = $"\n at [Source: (byte[]); line: {line + 1}, column: {column + 1}]";
        var token = Token(payload, line, column);
        return token.Length > 0
            ? $"Unrecognized token '{token}': was expecting (JSON String, Number, Array, Object or token 'null', "
                + $"'true' or 'false'){place}"
            : $"Unexpected character or end of input{place}";
    }

    /// <summary>The word around the place.</summary>
    private static string Token(ReadOnlySpan<byte> payload, long line, long column)
    {
        for (; line > 0; line--)
        {
            payload = payload[(payload.IndexOf((byte)'\n') + 1)..];
        }

        var start = (int)Math.Min(column, payload.Length);
        var end = start;
        while (start > 0 && IsWord(payload[start - 1]))
        {
            start--;
        }

        while (end < payload.Length && IsWord(payload[end]))
        {
            end++;
        }

        return Encoding.ASCII.GetString(payload[start..Math.Min(end, start + MaxToken)]);
    }

    private static bool IsWord(byte octet) =>
        char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'_' or (byte)'$' or (byte)'-';
}
