using System.Globalization;
using System.Text;

namespace Gatehouse.Oracles.Vtl;

/// <summary>References, literals and expressions.</summary>
internal sealed class VtlValues(Random random)
{
    private const int DeepestValue = 3;
    private static readonly string[] Words =
        ["a", "b", "c", "abc", "x", "B", "", " ", "a,b", "1", "12", "-3", "true", "é", "fox", " pad ", "The", "k", "zip"];

    private static readonly string[] Patterns =
    [
        ",", "a", "[a-c]", "[^a-c]", "b+", "(a)(b)?", "\\d+", "\\s*", "\\w", ".", "", "x|y", "^a", "c$", "[a-z&&[^b]]",
        "(?i)ABC", "a*?", "\\bfox\\b", "[,\\s]+", "(", "[", "a{2}", "\\.", "(?<n>a)", "[a-d&&[bc]]", "\\p{Lower}+", "\\Qa,\\E",
        "[\\w&&[^x]]", "[[a-b][x-z]]", "(?s).*", "a|", "^", "$", "\\S+", "o", "e.",
    ];

    private static readonly string[] Replacements = ["", "_", "<$0>", "$1", "\\\\$", "x\\\\y", "$2", "${n}", "$", "\\\\", "aa"];

    private static readonly string[] Wholes =
    [
        "0", "1", "2", "3", "-1", "7", "10", "-5", "100", "2147483647", "-2147483648", "2147483648", "9223372036854775807",
        "-9223372036854775808", "99999999999999999999", "007",
    ];

    private static readonly string[] Fractions =
        ["1.5", "-0.5", "2.0", "0.1", "1e3", "1.0E-2", "3.14", "1e308", "0.30000000000000004", "100.0", "1e7", "12345678.9"];

    private static readonly string[] Operators =
    [
        "+", "-", "*", "/", "%", "+", "-", "==", "!=", "<", ">", "<=", ">=", "eq", "ne", "lt", "gt", "le", "ge", "&&", "||",
        "and", "or",
    ];

    private readonly List<(string Name, VtlKind Kind)> _variables =
    [
        ("s", VtlKind.Text), ("text", VtlKind.Text), ("csv", VtlKind.Text), ("n", VtlKind.Whole), ("big", VtlKind.Whole),
        ("d", VtlKind.Fraction), ("t", VtlKind.Flag), ("f", VtlKind.Flag), ("l", VtlKind.List), ("nl", VtlKind.List),
        ("m", VtlKind.Map), ("u", VtlKind.Any),
    ];

    /// <summary>Makes a piece of template for quoted text; the statements do it.</summary>
    public Func<int, string> Quoted { get; set; } = _ => string.Empty;

    public string NewVariable(VtlKind kind)
    {
        var name = Pick("a", "b", "c", "e", "g", "s", "n", "l", "m", "camelCase", "with-dash", "with_line", "x1");
        Declare(name, kind);
        return name;
    }

    public void Declare(string name, VtlKind kind)
    {
        _variables.RemoveAll(each => each.Name == name);
        _variables.Add((name, kind));
    }

    public int Mark() => _variables.Count;

    public VtlKind SomeKind() => (VtlKind)random.Next(7);

    /// <summary>A reference in one of its forms, as it stands in text.</summary>
    public string Printed(int depth) => Wrapped(Body(null, depth));

    /// <summary>A reference as a value.</summary>
    public string Reference(VtlKind? kind, int depth) =>
        random.Next(12) switch
        {
            0 => $"${{{Body(kind, depth)}}}",
            1 => $"$!{Body(kind, depth)}",
            2 => $"$!{{{Body(kind, depth)}}}",
            _ => $"${Body(kind, depth)}",
        };

    public string Wrapped(string body) => random.Next(6) switch
    {
        0 => $"$!{body}",
        1 => $"${{{body}}}",
        2 => $"$!{{{body}}}",
        _ => $"${body}",
    };

    /// <summary>A value that may be an argument: no operators.</summary>
    public string Value(VtlKind kind, int depth)
    {
        if (random.Next(14) == 0)
        {
            kind = SomeKind();
        }
        if (random.Next(5) < 2)
        {
            return Reference(kind, depth + 1);
        }
        return kind switch
        {
            VtlKind.Text => Text(depth),
            VtlKind.Whole => random.Next(3) == 0 ? Pick(Wholes) : SmallInt(),
            VtlKind.Fraction => Pick(Fractions),
            VtlKind.Flag => Pick("true", "false"),
            VtlKind.List => depth >= DeepestValue ? "[]" : List(depth),
            VtlKind.Map => depth >= DeepestValue ? "{}" : Map(depth),
            _ => Value((VtlKind)random.Next(6), depth),
        };
    }

    /// <summary>The right side of a #set or the condition of an #if.</summary>
    public string Expression(int depth)
    {
        if (depth >= DeepestValue)
        {
            return Value(SomeKind(), depth);
        }
        switch (random.Next(12))
        {
            case 0:
                return "!" + Pick("", " ") + Operand(depth);
            case 1:
                return $"({Expression(depth + 1)})";
            case 2 or 3 or 4:
                return Operand(depth) + Blank() + Pick(Operators) + Blank() + Operand(depth);
            case 5:
                var kind = random.Next(2) == 0 ? VtlKind.Whole : VtlKind.Fraction;
                return $"{Value(kind, depth)}{Blank()}{Pick("+", "-", "*", "/", "%", "<", "==", ">=")} {Value(VtlKind.Whole, depth)}";
            case 6:
                return $"{Value(VtlKind.Text, depth)} {Pick("+", "==", "!=", "eq")} {Value(SomeKind(), depth)}";
            case 7:
                return Pick("not ", "!") + Reference(null, depth);
            case 8:
                return $"{Operand(depth)} {Pick("+", "-", "*", "&&", "||")} {Operand(depth)} {Pick("+", "*", "-", "==")} {Operand(depth)}";
            default:
                return Value(SomeKind(), depth);
        }
    }

    public string SmallInt() => random.Next(-2, 6).ToString(CultureInfo.InvariantCulture);

    public string Pick(params string[] texts) => texts[random.Next(texts.Length)];

    // A blank matters around words and minus signs; none at all is rare.
    private string Blank() => random.Next(8) == 0 ? Pick("", "  ", "\t", "\n") : " ";

    private string Operand(int depth) => random.Next(6) == 0 ? $"({Expression(depth + 1)})" : Value(SomeKind(), depth + 1);

    private string Body(VtlKind? wanted, int depth)
    {
        var candidates = wanted is null ? _variables : _variables.FindAll(each => each.Kind == wanted);
        var (name, kind) = candidates.Count > 0 && random.Next(4) > 0
            ? candidates[random.Next(candidates.Count)]
            : _variables[random.Next(_variables.Count)];
        var text = new StringBuilder(name);
        var length = depth >= DeepestValue ? 0 : random.Next(10) switch { < 4 => 0, < 8 => 1, 8 => 2, _ => 3 };
        for (var i = 0; i < length; i++)
        {
            var members = VtlMembers.Of(random.Next(12) == 0 ? SomeKind() : kind);
            var (form, result) = members[random.Next(members.Length)];
            text.Append(Fill(form, depth + 1));
            kind = result;
        }
        return text.ToString();
    }

    private string Fill(string form, int depth)
    {
        var text = new StringBuilder();
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] != '{')
            {
                text.Append(form[i]);
                continue;
            }
            text.Append(Argument(form[i + 1], depth));
            i += 2;
        }
        return text.ToString();
    }

    private string Argument(char kind, int depth)
    {
        if (random.Next(25) == 0)
        {
            return Value(SomeKind(), depth);
        }
        return kind switch
        {
            'I' => random.Next(5) == 0 ? Value(VtlKind.Whole, depth) : SmallInt(),
            'T' => Value(VtlKind.Text, depth),
            'R' => $"'{Pick(Patterns)}'",
            'P' => $"'{Pick(Replacements)}'",
            'C' => Value(VtlKind.List, depth),
            'M' => Value(VtlKind.Map, depth),
            'B' => Value(VtlKind.Flag, depth),
            'K' => random.Next(6) == 0 ? Value(VtlKind.Any, depth) : Pick("'k'", "'n'", "\"nul\"", "'zip'", "'a'", "\"k\""),
            'N' => Value(random.Next(2) == 0 ? VtlKind.Whole : VtlKind.Fraction, depth),
            _ => Value(VtlKind.Any, depth),
        };
    }

    private string Text(int depth)
    {
        var word = Pick(Words);
        return random.Next(8) switch
        {
            0 or 1 or 2 => $"'{word}'",
            3 or 4 => $"\"{word}\"",
            5 when depth < DeepestValue => $"\"{Quoted(depth + 1).Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            6 => $"\"{word}{Wrapped(_variables[random.Next(_variables.Count)].Name)}{Pick("", "!", "-", ".")}\"",
            7 => Pick("'it''s'", "\"say \"\"hi\"\"\"", "'$s'", "\"\\$s\"", "\"\\n\"", "'\\n'", "\"a\\\"", "\"$\"", "\"#\"", "\"##\""),
            _ => $"'{word}'",
        };
    }

    private string List(int depth)
    {
        if (random.Next(4) == 0)
        {
            return $"[{RangeEnd()}{Pick("..", "..", " .. ")}{RangeEnd()}]";
        }
        var items = Enumerable.Range(0, random.Next(4)).Select(_ => Value(VtlKind.Any, depth + 1));
        return $"[{string.Join(Pick(",", ", ", " , "), items)}]";
    }

    private string RangeEnd() => random.Next(6) switch
    {
        0 => "$" + _variables[random.Next(_variables.Count)].Name,
        1 => Pick("$n", "$l.size()", "$s.length()"),
        _ => SmallInt(),
    };

    private string Map(int depth)
    {
        var items = Enumerable.Range(0, random.Next(3)).Select(_ =>
            Argument('K', depth + 1) + Pick(":", " : ", ": ") + Value(VtlKind.Any, depth + 1));
        return $"{{{string.Join(Pick(",", ", "), items)}}}";
    }
}
