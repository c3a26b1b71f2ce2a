using System.Globalization;
using System.Text;

namespace Gatehouse.Oracles.JsonPath;

/// <summary>Generates paths from a grammar of what Jayway JsonPath 2.9 reads, well formed and nearly so.</summary>
internal sealed class Paths(Random random)
{
    private const int DeepestFilter = 2;
    private static readonly string[] PlainNames = ["a", "b", "c", "d", "e", "name", "a", "b", "length", "0", "A", "é", "zip", "a-b", "_x"];
    private static readonly string[] Functions = ["length", "size", "min", "max", "avg", "sum", "stddev", "keys", "first", "last"];

    private static readonly string[] Comparisons =
        ["==", "!=", "<", "<=", ">", ">=", "==", "<", ">=", "===", "!==", "=~", "in", "nin", "contains", "subsetof", "anyof", "noneof", "size", "empty"];

    private static readonly string[] Patterns =
        ["/a/", "/a.*/", "/A.*/i", "/[a-c]+/", "/\\d+/", "/.*/", "/^a/", "/(a|b)c?/", "/.*\\/.*/", "/x y/x", "/A/iu", "/[a-z&&[^b]]+/", "/\\w+/"];

    private static readonly string[] Odd =
        [".", "..", "[", "]", "[]", "['']", "[?]", "[?()]", "*", "()", "$", "@", " ", "[*", "['a'", "[?(@.a", ".a b", "[1:2:3]", "[:]", "[a]", "[-]", "foo()"];

    public static string Generate(Random random)
    {
        var path = new Paths(random).Path(0, random.Next(40) == 0 ? string.Empty : "$");
        return random.Next(12) == 0 ? Mutated(random, path) : path;
    }

    private static string Mutated(Random random, string path)
    {
        const string Symbols = "$@.[]()?*'\",:-&|!=<>~/ 01a\\";
        for (var i = random.Next(2); i >= 0 && path.Length > 0; i--)
        {
            var at = random.Next(path.Length);
            path = random.Next(4) switch
            {
                0 => path.Remove(at, 1),
                1 => path.Insert(at, Symbols[random.Next(Symbols.Length)].ToString()),
                2 => path.Insert(random.Next(path.Length), path.Substring(at, Math.Min(3, path.Length - at))),
                _ => path[..at],
            };
        }
        return path;
    }

    private bool Chance(int of) => random.Next(of) == 0;

    private string Pick(params string[] texts) => texts[random.Next(texts.Length)];

    private string Blank() => Chance(10) ? " " : string.Empty;

    private string Path(int depth, string root)
    {
        var text = new StringBuilder(root);
        if (root.Length == 0)
        {
            text.Append(Pick(PlainNames));
        }
        var steps = depth == 0 ? random.Next(6) : random.Next(3);
        for (var i = 0; i < steps; i++)
        {
            text.Append(Step(depth));
        }
        if (Chance(depth == 0 ? 6 : 12))
        {
            text.Append('.').Append(Function(depth));
        }
        return text.ToString();
    }

    private string Step(int depth)
    {
        switch (random.Next(30))
        {
            case < 10:
                return "." + Pick(PlainNames);
            case 10 or 11:
                return $"[{Blank()}{Name()}{Blank()}]";
            case 12:
                return $"[{Name()}{Blank()},{Blank()}{Name()}{(Chance(2) ? "," + Name() : string.Empty)}]";
            case 13:
                return Pick("[*]", ".*", "[ * ]", "[*]");
            case 14:
                return Pick(".", "") + ".." + Pick(PlainNames);
            case 15:
                return ".." + Pick("*", "[*]", "['a']", "[0]", "[0,1]", "[-1:]", "['a','b']", "[?(@.a)]", "[?(@ > 1)]");
            case 16 or 17 or 18 or 19:
                return $"[{Blank()}{Index()}{Blank()}]";
            case 20:
                return $"[{Index()},{Blank()}{Index()}{(Chance(3) ? "," + Index() : string.Empty)}]";
            case 21:
                return $"[{Pick(Index(), string.Empty)}:{Pick(Index(), string.Empty)}]";
            case 22:
                return Chance(4) ? Pick(Odd) : "." + Pick(PlainNames);
            default:
                return depth >= DeepestFilter ? ".a" : $"[{Blank()}?{Blank()}({Blank()}{Condition(depth + 1)}{Blank()})]";
        }
    }

    private string Name()
    {
        var name = Documents.NameOf(random);
        return Chance(3) && !name.Contains('\'', StringComparison.Ordinal)
            ? $"\"{name}\""
            : $"'{name.Replace("'", "\\'", StringComparison.Ordinal)}'";
    }

    private string Index() => random.Next(-3, 5).ToString(CultureInfo.InvariantCulture);

    private string Function(int depth)
    {
        switch (random.Next(12))
        {
            case 0:
                return $"concat({Arguments(depth)})";
            case 1:
                return $"append({Literal()})";
            case 2:
                return $"index({Index()})";
            case 3:
                return $"{Pick(Functions)}({Arguments(depth)})";
            default:
                return Pick(Functions) + "()";
        }
    }

    private string Arguments(int depth) => string.Join(Pick(",", ", "), Enumerable.Range(0, 1 + random.Next(3)).Select(_ =>
        Chance(2) ? Path(DeepestFilter, "$") : Chance(2) ? Documents.NumberOf(random) : $"\"{Pick("x", "y", "")}\""));

    private string Condition(int depth)
    {
        if (depth <= DeepestFilter)
        {
            switch (random.Next(12))
            {
                case 0:
                    return $"{Condition(depth + 1)} && {Condition(depth + 1)}";
                case 1:
                    return $"{Condition(depth + 1)}{Blank()}||{Blank()}{Condition(depth + 1)}";
                case 2:
                    return $"!({Condition(depth + 1)})";
                case 3:
                    return $"({Condition(depth + 1)})";
                case 4:
                    return $"({Condition(depth + 1)} || {Condition(depth + 1)}) && {Condition(depth + 1)}";
            }
        }
        if (Chance(5))
        {
            return Pick("", "", "!") + Path(depth, "@");
        }
        var comparison = Pick(Comparisons);
        var space = comparison.Length > 0 && char.IsAsciiLetter(comparison[0]) ? " " : Pick("", " ", " ");
        return Operand(depth) + space + comparison + space + Right(comparison, depth);
    }

    private string Operand(int depth) => random.Next(12) switch
    {
        0 => Literal(),
        1 => Path(depth, "$"),
        2 => "@",
        _ => Path(depth, "@"),
    };

    private string Right(string comparison, int depth)
    {
        if (Chance(8))
        {
            return Operand(depth);
        }
        return comparison switch
        {
            "=~" => Pick(Patterns),
            "in" or "nin" or "subsetof" or "anyof" or "noneof" => Array(),
            "size" => random.Next(4).ToString(CultureInfo.InvariantCulture),
            "empty" => Pick("true", "false"),
            _ => Literal(),
        };
    }

    private string Literal() => random.Next(12) switch
    {
        < 4 => Documents.NumberOf(random),
        < 6 => $"'{Documents.StringOf(random).Replace("'", "\\'", StringComparison.Ordinal)}'",
        < 7 => $"\"{Documents.StringOf(random)}\"",
        < 9 => Pick("true", "false"),
        9 => "null",
        10 => Array(),
        _ => Pick("{\"a\":1}", "{}", "{'a':1}", "{\"a\":[1,2]}"),
    };

    private string Array()
    {
        var quote = Pick("'", "\"");
        var items = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(3) switch
        {
            0 => quote + Pick("a", "b", "abc", "1", "x y") + quote,
            1 => Documents.NumberOf(random),
            _ => Pick("true", "null", "1", "2", "3", "[1]"),
        });
        return $"[{string.Join(Pick(",", ", "), items)}]";
    }
}
