namespace Gatehouse.Conformance.WebSockets;

/// <summary>Octets that are UTF-8 and octets that are not (RFC 3629 §3, §4), by their kinds.</summary>
internal static class Utf8Samples
{
    /// <summary>The ends of each range, what stands on either side of what is excluded, and texts of many kinds.</summary>
    public static IEnumerable<(string What, byte[] Bytes)> Valid()
    {
        yield return ("one octet, the greatest", [0x7f]);
        yield return ("one octet, the least", [0x61, 0x00, 0x62]);
        yield return ("two octets, the least", [0xc2, 0x80]);
        yield return ("two octets, the greatest", [0xdf, 0xbf]);
        yield return ("three octets, the least", [0xe0, 0xa0, 0x80]);
        yield return ("the last before the surrogates", [0xed, 0x9f, 0xbf]);
        yield return ("the first after the surrogates", [0xee, 0x80, 0x80]);
        yield return ("the replacement character", [0xef, 0xbf, 0xbd]);
        yield return ("a non-character that is well formed, U+FFFE", [0xef, 0xbf, 0xbe]);
        yield return ("three octets, the greatest", [0xef, 0xbf, 0xbf]);
        yield return ("a byte order mark", [0xef, 0xbb, 0xbf, 0x61]);
        yield return ("four octets, the least", [0xf0, 0x90, 0x80, 0x80]);
        yield return ("the last of the first planes", [0xf3, 0xbf, 0xbf, 0xbf]);
        yield return ("a non-character that is well formed, U+1FFFE", [0xf0, 0x9f, 0xbf, 0xbe]);
        yield return ("four octets, the greatest", [0xf4, 0x8f, 0xbf, 0xbf]);
        yield return ("Greek with accents", "\u1f40\u03b4\u1f7b\u03c3\u03c3\u03b5\u03b9\u03b1"u8.ToArray());
        yield return ("German", "Fünf große Ärzte"u8.ToArray());
        yield return ("Russian", "Съешь ещё"u8.ToArray());
        yield return ("Japanese", "いろはにほへと"u8.ToArray());
        yield return ("Hebrew", "דג סקרן"u8.ToArray());
        yield return ("signs beyond the first plane", "😀𝄞🂡"u8.ToArray());
        yield return ("a sign of several signs", "👩‍👩‍👧‍👦"u8.ToArray());
    }

    /// <summary>
    /// Each stops being UTF-8 at one place. <c>Wrong</c> is the index of the first octet with which no text can go on; as
    /// long as the octets, when only more of them could tell.
    /// </summary>
    public static IEnumerable<(string What, byte[] Bytes, int Wrong)> Invalid()
    {
        yield return ("a continuation alone, the least", [0x80], 0);
        yield return ("a continuation alone, the greatest", [0xbf], 0);
        yield return ("two continuations alone", [0x80, 0xbf], 0);
        yield return ("six continuations alone", [0x80, 0xbf, 0x80, 0xbf, 0x80, 0xbf], 0);
        yield return ("a lead of two without its continuation", [0xc3, 0x20], 1);
        yield return ("a lead of three without its continuations", [0xe3, 0x20], 1);
        yield return ("a lead of four without its continuations", [0xf1, 0x20], 1);
        yield return ("a lead of two at the end", [0xc3], 1);
        yield return ("a lead of three and one at the end", [0xe3, 0x81], 2);
        yield return ("a lead of four and two at the end", [0xf0, 0x9f, 0x98], 3);
        yield return ("a lead of five", [0xf8, 0x88, 0x80, 0x80, 0x80], 0);
        yield return ("a lead of six", [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80], 0);
        yield return ("FE", [0xfe], 0);
        yield return ("FF", [0xff], 0);
        yield return ("FE FE FF FF", [0xfe, 0xfe, 0xff, 0xff], 0);
        yield return ("a slash in two octets", [0xc0, 0xaf], 0);
        yield return ("the greatest that is too long in two", [0xc1, 0xbf], 0);
        yield return ("a slash in three octets", [0xe0, 0x80, 0xaf], 1);
        yield return ("the greatest that is too long in three", [0xe0, 0x9f, 0xbf], 1);
        yield return ("a slash in four octets", [0xf0, 0x80, 0x80, 0xaf], 1);
        yield return ("the greatest that is too long in four", [0xf0, 0x8f, 0xbf, 0xbf], 1);
        yield return ("nothing in two octets", [0xc0, 0x80], 0);
        yield return ("nothing in three octets", [0xe0, 0x80, 0x80], 1);
        yield return ("the first high surrogate", [0xed, 0xa0, 0x80], 1);
        yield return ("the last high surrogate", [0xed, 0xaf, 0xbf], 1);
        yield return ("the first low surrogate", [0xed, 0xb0, 0x80], 1);
        yield return ("the last low surrogate", [0xed, 0xbf, 0xbf], 1);
        yield return ("a pair of surrogates", [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80], 1);
        yield return ("the first behind the last plane", [0xf4, 0x90, 0x80, 0x80], 1);
        yield return ("a lead for planes that do not exist", [0xf5, 0x80, 0x80, 0x80], 0);
        yield return ("text before and after", [0x61, 0xce, 0xba, 0xed, 0xa0, 0x80, 0x62], 4);
    }
}
