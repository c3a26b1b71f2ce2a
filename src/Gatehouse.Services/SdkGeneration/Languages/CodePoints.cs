using System.Globalization;
using System.Text;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>The ways in which languages write a character by its number.</summary>
internal static class CodePoints
{
    /// <summary>UTF-16 units: JavaScript, C#.</summary>
    public static string Utf16(Rune rune) => string.Concat(rune.ToString().Select(unit => "\\u" + Hex(unit, 4)));

    /// <summary>Eight digits beyond the first plane: Python, Go, C.</summary>
    public static string Utf32(Rune rune) =>
        rune.Value > 0xFFFF ? "\\U" + Hex(rune.Value, 8) : "\\u" + Hex(rune.Value, 4);

    /// <summary>In braces: Swift, Ruby.</summary>
    public static string Braced(Rune rune) => "\\u{" + Hex(rune.Value, 1) + "}";

    /// <summary>
    /// Java reads <c>\u000a</c> before anything else and would see a line end: characters below 256 are octal.
    /// </summary>
    public static string Java(Rune rune) => rune.Value < 256 ? Octal(rune.Value) : Utf16(rune);

    /// <summary>C knows no universal character names below U+00A0; there the bytes of UTF-8 are octal.</summary>
    public static string C(Rune rune) => rune.Value < 0xA0
        ? string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(static unit => Octal(unit)))
        : Utf32(rune);

    private static string Octal(int unit) => "\\" + Convert.ToString(unit, 8).PadLeft(3, '0');

    private static string Hex(int value, int digits) =>
        value.ToString("X" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
