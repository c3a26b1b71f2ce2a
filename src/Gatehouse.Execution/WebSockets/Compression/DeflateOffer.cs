using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Compression;

/// <summary>What was agreed about permessage-deflate.</summary>
/// <param name="Answer">The value of <c>Sec-WebSocket-Extensions</c>.</param>
/// <param name="WindowBytes">A message that is longer may not be compressed: it would look back farther than agreed.</param>
internal sealed record DeflateAgreement(string Answer, int WindowBytes);

/// <summary>Chooses among a client's offers of permessage-deflate (RFC 7692 §5, §7.1; websocket-api §11.6).</summary>
/// <remarks>
/// Differs from AWS: both sides are kept from remembering earlier messages, which saves some 300 KB for each connection, and an
/// agreed window is honoured, where Amazon compresses with a larger one and breaks strict clients.
/// </remarks>
internal static class DeflateOffer
{
    private const string Name = "permessage-deflate";
    private const int MinBits = 8;
    private const int MaxBits = 15;

    private static readonly DeflateAgreement Unbounded = new(
        Name + ";server_no_context_takeover;client_no_context_takeover", 1 << MaxBits);

    /// <returns><see langword="null"/> when nothing that was offered can be taken.</returns>
    public static DeflateAgreement? Choose(StringValues extensions)
    {
        foreach (var line in extensions)
        {
            foreach (var offer in (line ?? string.Empty).Split(','))
            {
                if (TryAccept(offer, out var serverBits))
                {
                    return serverBits is { } bits
                        ? new DeflateAgreement(
                            string.Create(
                                CultureInfo.InvariantCulture, $"{Unbounded.Answer};server_max_window_bits={bits}"),
                            1 << bits)
                        : Unbounded;
                }
            }
        }

        return null;
    }

    private static bool TryAccept(string offer, out int? serverBits)
    {
        serverBits = null;
        var parts = offer.Split(';', StringSplitOptions.TrimEntries);
        if (!parts[0].Equals(Name, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts.AsSpan(1))
        {
            var equal = part.IndexOf('=', StringComparison.Ordinal);
            var name = (equal < 0 ? part : part[..equal]).Trim();
            var value = equal < 0 ? null : part[(equal + 1)..].Trim().Trim('"');
            if (!seen.Add(name) || !IsWellFormed(name, value))
            {
                return false; // what is not understood declines the offer; the next one may be simpler
            }

            if (name.Equals("server_max_window_bits", StringComparison.OrdinalIgnoreCase))
            {
                serverBits = BitsOf(value);
            }
        }

        return true;
    }

    private static bool IsWellFormed(string name, string? value) => name.ToLowerInvariant() switch
    {
        "server_no_context_takeover" or "client_no_context_takeover" => value is null,
        "server_max_window_bits" => BitsOf(value) is not null,
        "client_max_window_bits" => value is null || BitsOf(value) is not null,
        _ => false,
    };

    private static int? BitsOf(string? value) =>
        value is { Length: 1 or 2 } && value[0] != '0'
        && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
        && bits is >= MinBits and <= MaxBits
            ? bits
            : null;
}
