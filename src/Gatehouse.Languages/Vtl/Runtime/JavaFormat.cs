using System.Globalization;
using System.Numerics;
using System.Text;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// <c>String.format</c>: the conversions that templates use (s, d, f, x, c, b, n, %), with flags and widths.
/// </summary>
internal static class JavaFormat
{
    private const int MaxWidth = 10_000;

    // Up to here a decimal holds all digits that a double has.
    private const double LargestExact = 1e15;

    public static string Format(string format, ReadOnlySpan<object?> arguments)
    {
        // format("%s", list) passes the list's elements when it stands for an array.
        if (arguments is [JsonList { Form: ListForm.Array } array])
        {
            arguments = array.ToArray();
        }
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }
            var specifier = FormatSpecifier.Read(format, ref i);
            if (specifier.Conversion is '%' or 'n')
            {
                text.Append(Pad(specifier.Conversion == '%' ? "%" : "\n", specifier));
                continue;
            }
            var position = specifier.Position > 0 ? specifier.Position - 1 : next++;
            if (position >= arguments.Length)
            {
                throw new InvalidOperationException(
                    $"java.util.MissingFormatArgumentException: '{specifier.Conversion}'");
            }
            text.Append(Pad(Convert(specifier, arguments[position]), specifier));
        }
        return text.ToString();
    }

    private static string Convert(FormatSpecifier specifier, object? argument)
    {
        var text = (char.ToLowerInvariant(specifier.Conversion), argument) switch
        {
            ('s', _) => Cut(JavaText.Of(argument), specifier.Precision),
            ('b', _) => Cut(argument is null or false ? "false" : "true", specifier.Precision),
            (_, null) => "null",
            ('d', int or long or BigInteger) => Whole(specifier, JsonNumber.ToBigInteger(argument)),
            ('x', int number) => number.ToString("x", CultureInfo.InvariantCulture),
            ('x', long number) => number.ToString("x", CultureInfo.InvariantCulture),
            ('f', double or JavaBigDecimal) => Fixed(specifier, argument),
            ('c', char or int) => argument is char c ? c.ToString() : char.ConvertFromUtf32((int)argument),
            _ => throw new InvalidOperationException(
                $"java.util.IllegalFormatConversionException: {specifier.Conversion} != {JavaText.Of(argument)}"),
        };
        return char.IsAsciiLetterUpper(specifier.Conversion) ? text.ToUpperInvariant() : text;
    }

    private static string Cut(string text, int precision) =>
        precision >= 0 && precision < text.Length ? text[..precision] : text;

    private static string Whole(FormatSpecifier specifier, BigInteger number)
    {
        var digits = BigInteger.Abs(number).ToString(specifier.HasGroups ? "N0" : "D", CultureInfo.InvariantCulture);
        return Signed(specifier, digits, number.Sign < 0);
    }

    private static string Fixed(FormatSpecifier specifier, object number)
    {
        var precision = specifier.Precision < 0 ? 6 : specifier.Precision;
        var value = JsonNumber.ToDouble(number);
        if (!double.IsFinite(value))
        {
            return JavaNumber.Format(value);
        }
        var form = (specifier.HasGroups ? "N" : "F") + precision.ToString(CultureInfo.InvariantCulture);
        // Java rounds the decimal form half up; .NET's own formatting rounds the binary value.
        var size = Math.Abs(value);
        var digits = size < LargestExact
            ? Math.Round((decimal)size, Math.Min(precision, 28), MidpointRounding.AwayFromZero)
                .ToString(form, CultureInfo.InvariantCulture)
            : size.ToString(form, CultureInfo.InvariantCulture);
        return Signed(specifier, digits, value < 0);
    }

    private static string Signed(FormatSpecifier specifier, string digits, bool isNegative)
    {
        var sign = isNegative ? "-" : specifier.ShowsPlus ? "+" : specifier.ShowsBlank ? " " : string.Empty;
        return specifier.HasZeros
            ? sign + digits.PadLeft(Math.Max(0, specifier.Width - sign.Length), '0')
            : sign + digits;
    }

    private static string Pad(string text, FormatSpecifier specifier) =>
        specifier.IsLeft ? text.PadRight(specifier.Width) : text.PadLeft(specifier.Width);

    private readonly record struct FormatSpecifier
    {
        public int Position { get; private init; }

        public bool IsLeft { get; private init; }

        public bool HasZeros { get; private init; }

        public bool ShowsPlus { get; private init; }

        public bool ShowsBlank { get; private init; }

        public bool HasGroups { get; private init; }

        public int Width { get; private init; }

        public int Precision { get; private init; }

        public char Conversion { get; private init; }

        // At the percent sign on entry, at the conversion on return.
        public static FormatSpecifier Read(string format, ref int at)
        {
            var start = ++at;
            var position = ReadNumber(format, ref at);
            if (position > 0 && at < format.Length && format[at] == '$')
            {
                at++;
            }
            else
            {
                position = 0;
                at = start;
            }
            var flagsStart = at;
            while (at < format.Length && format[at] is '-' or '0' or '+' or ' ' or ',' or '#' or '(')
            {
                at++;
            }
            var flags = format.AsSpan(flagsStart, at - flagsStart);
            var width = ReadNumber(format, ref at);
            var precision = -1;
            if (at < format.Length && format[at] == '.')
            {
                at++;
                precision = ReadNumber(format, ref at);
            }
            if (at >= format.Length || width > MaxWidth || precision > MaxWidth)
            {
                throw new InvalidOperationException("java.util.UnknownFormatConversionException");
            }
            return new FormatSpecifier
            {
                Position = position,
                IsLeft = flags.Contains('-'),
                HasZeros = flags.Contains('0'),
                ShowsPlus = flags.Contains('+'),
                ShowsBlank = flags.Contains(' '),
                HasGroups = flags.Contains(','),
                Width = width,
                Precision = precision,
                Conversion = format[at],
            };
        }

        private static int ReadNumber(string format, ref int at)
        {
            var value = 0;
            while (at < format.Length && char.IsAsciiDigit(format[at]) && value <= MaxWidth)
            {
                value = (value * 10) + format[at++] - '0';
            }
            return value;
        }
    }
}
