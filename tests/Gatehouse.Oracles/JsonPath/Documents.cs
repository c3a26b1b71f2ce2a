using System.Globalization;
using System.Text;

namespace Gatehouse.Oracles.JsonPath;

/// <summary>Generates JSON documents with few names, so that generated paths lead somewhere.</summary>
internal sealed class Documents(Random random)
{
    private const int Deepest = 4;
    private static readonly string[] Names = ["a", "b", "c", "d", "e", "name", "odd key", "a.b", "it's", "0", "é", "length", "A"];

    private static readonly string[] Strings =
    [
        "a", "b", "abc", "ABC", "", " ", "1", "2.5", "-3", "true", "null", "é", "x y", "it's", "[1]", "a/b", "tab\\there", "\\u20ac",
        "quote\\\"d", "back\\\\slash", "10", "1.0",
    ];

    private static readonly string[] Numbers =
    [
        "0", "1", "2", "3", "5", "-1", "10", "1.0", "2.5", "-0.5", "1e3", "1E-2", "100", "2147483648", "9223372036854775808",
        "12345678901234567890", "0.1", "1.10", "3.14159", "123456789.5", "-7", "4", "-0.0", "2.50", "1e20",
        "12345678901234567.8910", "1.2345678901234567890e5", "123456789012345678.5E-30", "0.1234567890123456789", "1e400",
    ];

    public static string Generate(Random random)
    {
        var text = new StringBuilder();
        new Documents(random).Append(text, 0);
        // The oracle refuses a document that is null before it looks at the path.
        return text.Equals("null") ? "{}" : text.ToString();
    }

    public static string NameOf(Random random) => Names[random.Next(Names.Length)];

    public static string StringOf(Random random) => Strings[random.Next(Strings.Length)];

    public static string NumberOf(Random random) => Numbers[random.Next(Numbers.Length)];

    private void Append(StringBuilder text, int depth)
    {
        // The outermost value is nearly always a structure.
        var choice = depth == 0 ? random.Next(11, 40) : depth >= Deepest ? random.Next(12) : random.Next(24);
        switch (choice)
        {
            case < 4:
                text.Append(NumberOf(random));
                break;
            case < 7:
                text.Append('"').Append(StringOf(random)).Append('"');
                break;
            case < 9:
                text.Append(random.Next(2) == 0 ? "true" : "false");
                break;
            case < 10:
                text.Append("null");
                break;
            case < 12:
                text.Append(random.Next(-3, 12).ToString(CultureInfo.InvariantCulture));
                break;
            case < 18:
                AppendList(text, depth);
                break;
            default:
                AppendMap(text, depth);
                break;
        }
    }

    private void AppendList(StringBuilder text, int depth)
    {
        // Often of one kind, so that filters and functions find something to do.
        var kind = random.Next(4);
        text.Append('[');
        for (int i = 0, count = random.Next(8) == 0 ? 0 : 1 + random.Next(4); i < count; i++)
        {
            text.Append(i == 0 ? string.Empty : ",");
            switch (kind)
            {
                case 0:
                    text.Append(NumberOf(random));
                    break;
                case 1 when depth < Deepest:
                    AppendMap(text, depth + 1);
                    break;
                default:
                    Append(text, depth + 1);
                    break;
            }
        }
        text.Append(']');
    }

    private void AppendMap(StringBuilder text, int depth)
    {
        text.Append('{');
        var count = random.Next(8) == 0 ? 0 : 1 + random.Next(5);
        var start = random.Next(Names.Length);
        var isInOrder = random.Next(2) == 0;
        for (var i = 0; i < count; i++)
        {
            var name = isInOrder ? Names[i] : Names[(start + i) % Names.Length];
            text.Append(i == 0 ? string.Empty : ",").Append('"').Append(name).Append("\":");
            Append(text, depth + 1);
        }
        text.Append('}');
    }
}
