using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Oracles.JsonPath;

/// <summary>
/// Generates paths from a grammar of what Jayway JsonPath 2.9 reads, well formed and nearly so. Most of their steps are
/// taken from a document, so that they lead somewhere.
/// </summary>
internal sealed class Paths(Random random, JsonNode? document)
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

    public static string Generate(Random random, string json)
    {
        var document = JsonNode.Parse(json);
        var path = new Paths(random, document).Path(0, random.Next(40) == 0 ? string.Empty : "$", document);
        return random.Next(16) == 0 ? Mutated(random, path) : path;
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

    // Where the path stands in the document is known until a step says nothing about it.
    private string Path(int depth, string root, JsonNode? node)
    {
        var text = new StringBuilder(root);
        if (root.Length == 0)
        {
            text.Append(Pick(PlainNames));
            node = null;
        }
        var steps = depth == 0 ? 1 + random.Next(5) : random.Next(3);
        for (var i = 0; i < steps; i++)
        {
            if (node is JsonValue && !Chance(8))
            {
                break;
            }
            text.Append(node is null or JsonValue || Chance(6) ? Step(depth, ref node) : Known(depth, ref node));
        }
        if (Chance(depth == 0 ? 6 : 12))
        {
            text.Append('.').Append(Function(depth));
        }
        return text.ToString();
    }

    // A step that is there.
    private string Known(int depth, ref JsonNode? node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                var (name, member) = map.ElementAt(random.Next(map.Count));
                if (Chance(10))
                {
                    node = member;
                    return Pick("[*]", ".*");
                }
                if (Chance(12) && depth < DeepestFilter)
                {
                    return Filter(depth, node);
                }
                node = member;
                return Chance(8) ? ".." + Bracketed(name) : IsPlain(name) && !Chance(3) ? "." + name : Bracketed(name);
            case JsonArray { Count: > 0 } list:
                var index = random.Next(list.Count);
                var element = list[index];
                node = element;
                return random.Next(10) switch
                {
                    < 2 => $"[{index}]",
                    2 => $"[{index - list.Count}]",
                    3 => Pick("[*]", ".*", "[0:]", "[:2]", "[-2:]", "[0,1]", "..[0]", "..[*]"),
                    4 or 5 => Pick("[*]", "[0,1]"),
                    _ => depth < DeepestFilter ? Filter(depth, element) : "[*]",
                };
            default:
                return Step(depth, ref node);
        }
    }

    private static bool IsPlain(string name) =>
        name.AsSpan().IndexOfAny(" .'") < 0 && name.Length > 0;

    private static string Bracketed(string name) => $"['{name.Replace("'", "\\'", StringComparison.Ordinal)}']";

    private string Filter(int depth, JsonNode? item) =>
        $"[{Blank()}?{Blank()}({Blank()}{Condition(depth + 1, item)}{Blank()})]";

    private string Step(int depth, ref JsonNode? node)
    {
        node = null;
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
                return depth >= DeepestFilter ? ".a" : Filter(depth, null);
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
        Chance(2) ? Path(DeepestFilter, "$", document) : Chance(2) ? Documents.NumberOf(random) : $"\"{Pick("x", "y", "")}\""));

    private string Condition(int depth, JsonNode? item)
    {
        if (depth <= DeepestFilter)
        {
            switch (random.Next(12))
            {
                case 0:
                    return $"{Condition(depth + 1, item)} && {Condition(depth + 1, item)}";
                case 1:
                    return $"{Condition(depth + 1, item)}{Blank()}||{Blank()}{Condition(depth + 1, item)}";
                case 2:
                    return $"!({Condition(depth + 1, item)})";
                case 3:
                    return $"({Condition(depth + 1, item)})";
                case 4:
                    return $"({Condition(depth + 1, item)} || {Condition(depth + 1, item)}) && {Condition(depth + 1, item)}";
            }
        }
        if (Chance(5))
        {
            return Pick("", "", "!") + Path(depth, "@", item);
        }
        var comparison = Pick(Comparisons);
        var space = comparison.Length > 0 && char.IsAsciiLetter(comparison[0]) ? " " : Pick("", " ", " ");
        return Operand(depth, item) + space + comparison + space + Right(comparison, depth, item);
    }

    private string Operand(int depth, JsonNode? item) => random.Next(12) switch
    {
        0 => Literal(),
        1 => Path(depth, "$", document),
        2 => "@",
        _ => Path(depth, "@", item),
    };

    private string Right(string comparison, int depth, JsonNode? item)
    {
        if (Chance(8))
        {
            return Operand(depth, item);
        }
        return comparison switch
        {
            "=~" => Pick(Patterns),
            "in" or "nin" or "subsetof" or "anyof" or "noneof" => Array(),
            "size" => random.Next(4).ToString(CultureInfo.InvariantCulture),
            "empty" => Pick("true", "false"),
            _ => Chance(2) && Scalar(item) is { } known ? known : Literal(),
        };
    }

    // A value that is somewhere in the item, as it is written in a path.
    private string? Scalar(JsonNode? item)
    {
        while (item is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            item = item is JsonArray list
                ? list[random.Next(list.Count)]
                : item.AsObject().ElementAt(random.Next(item.AsObject().Count)).Value;
        }
        if (item is not JsonValue value)
        {
            return null;
        }
        var text = value.ToJsonString();
        return text[0] == '"' ? $"'{text[1..^1].Replace("'", "\\'", StringComparison.Ordinal)}'" : text;
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
