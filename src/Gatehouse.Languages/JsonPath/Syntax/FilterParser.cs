using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath.Runtime;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>Reads the parenthesised condition of <c>[?(...)]</c>.</summary>
internal sealed class FilterParser(PathCursor cursor, int nesting)
{
    // Why a comparison was given up for a question of existence. When that leads nowhere, this is the better reason.
    private JsonPathSyntaxException? _abandoned;

    public FilterCondition Parse()
    {
        if (nesting > JsonPathLimits.MaxNesting)
        {
            throw cursor.Fault("The filter is nested too deeply");
        }
        var condition = ReadAny(0);
        cursor.SkipSpaces();
        return cursor.IsAtEnd ? condition : throw _abandoned ?? cursor.Fault("Expected the end of the filter");
    }

    private FilterCondition ReadAny(int depth)
    {
        var parts = ImmutableArray.CreateBuilder<FilterCondition>();
        do
        {
            parts.Add(ReadAll(depth));
        }
        while (cursor.AcceptText("||"));
        return parts.Count == 1 ? parts[0] : new AnyCondition(parts.ToImmutable());
    }

    private FilterCondition ReadAll(int depth)
    {
        var parts = ImmutableArray.CreateBuilder<FilterCondition>();
        do
        {
            parts.Add(ReadPart(depth));
        }
        while (cursor.AcceptText("&&"));
        return parts.Count == 1 ? parts[0] : new AllConditions(parts.ToImmutable());
    }

    private FilterCondition ReadPart(int depth)
    {
        if (depth > JsonPathLimits.MaxNesting)
        {
            throw cursor.Fault("The filter is nested too deeply");
        }
        cursor.SkipSpaces();
        if (cursor.Current == '!' && cursor.CharAt(cursor.AfterSpaces(cursor.Position + 1)) is not ('$' or '@'))
        {
            cursor.Position++;
            return new NotCondition(ReadPart(depth + 1));
        }
        if (!cursor.Accept('('))
        {
            return ReadComparison();
        }
        var condition = ReadAny(depth + 1);
        cursor.SkipSpaces();
        return cursor.Accept(')') ? condition : throw _abandoned ?? cursor.Fault("Expected ')'");
    }

    private FilterCondition ReadComparison()
    {
        var left = ReadOperand();
        var afterLeft = cursor.Position;
        try
        {
            var comparison = ReadOperator();
            return new ComparisonCondition(left, comparison, ReadOperand());
        }
        catch (JsonPathSyntaxException abandoned) when (left.Path is not null)
        {
            _abandoned = abandoned;
            // No operator follows: the path alone asks for existence, and whatever stands there is the caller's to
            // judge.
            cursor.Position = afterLeft;
            return new ExistsCondition(left.Path, expected: !left.IsNegated);
        }
    }

    private FilterOperand ReadOperand()
    {
        cursor.SkipSpaces();
        switch (cursor.Current)
        {
            case '$' or '@':
                return ReadPath(isNegated: false);
            case '!':
                cursor.Position++;
                cursor.SkipSpaces();
                return cursor.Current is '$' or '@'
                    ? ReadPath(isNegated: true)
                    : throw cursor.Fault("Unexpected character: !");
            case '\'' or '"':
                var start = cursor.Position;
                var end = cursor.EndOfQuoted(start);
                cursor.Position = end + 1;
                return Constant(PathText.Unescape(cursor, cursor.Slice(start + 1, end), start));
            case '[' or '{':
                var open = cursor.Position;
                var close = cursor.EndOfBracketed(open, skipPatterns: false);
                cursor.Position = close + 1;
                return new FilterOperand(
                    FilterValue.OfConstant(ReadLenientJson(open, close + 1), cursor.Slice(open, close + 1)));
            case '/':
                return Constant(ReadPattern());
            case 't' or 'f' or 'n':
                return Constant(ReadWord());
            default:
                var at = cursor.Position;
                var number = ReadNumber();
                return new FilterOperand(FilterValue.OfConstant(number, cursor.Slice(at, cursor.Position)));
        }
    }

    private static FilterOperand Constant(object? value) => new(FilterValue.Of(value));

    private FilterOperand ReadPath(bool isNegated)
    {
        var start = cursor.Position;
        cursor.Position++;
        while (!cursor.IsAtEnd)
        {
            if (cursor.Current == '[')
            {
                // A bracket that follows this one at once is not skipped as a whole: Jayway goes into it.
                cursor.Position = cursor.EndOfBracketed(cursor.Position, skipPatterns: false) + 1;
            }
            if (cursor.IsAtEnd || cursor.Current is '<' or '>' or '=' or '~' or '!' or ' '
                || IsClosingBracketOfCondition(start))
            {
                break;
            }
            cursor.Position++;
        }
        var path = PathParser.ParseTrimmed(cursor, start, cursor.Position, nesting + 1);
        return new FilterOperand(path, cursor.Whole[start] == '$', isNegated);
    }

    // In `@.length()` the bracket belongs to the function, in `(@.a)` to the condition.
    private bool IsClosingBracketOfCondition(int start)
    {
        if (cursor.Current != ')')
        {
            return false;
        }
        var before = cursor.Position - 1;
        while (before > start && cursor.Whole[before] == ' ')
        {
            before--;
        }
        return cursor.Whole[before] != '(' || cursor.Whole.LastIndexOf('.', before, before - start) < 0;
    }

    private FilterOperator ReadOperator()
    {
        cursor.SkipSpaces();
        var start = cursor.Position;
        if (cursor.Current is '<' or '>' or '=' or '~' or '!')
        {
            while (cursor.Current is '<' or '>' or '=' or '~' or '!')
            {
                cursor.Position++;
            }
        }
        else
        {
            while (!cursor.IsAtEnd && cursor.Current != ' ')
            {
                cursor.Position++;
            }
        }
        var text = cursor.Slice(start, cursor.Position);
        return text.ToUpperInvariant() switch
        {
            "==" => FilterOperator.Equal,
            "!=" => FilterOperator.NotEqual,
            "===" => FilterOperator.SameTypeAndEqual,
            "!==" => FilterOperator.NotSameTypeOrEqual,
            "<" => FilterOperator.Less,
            "<=" => FilterOperator.LessOrEqual,
            ">" => FilterOperator.Greater,
            ">=" => FilterOperator.GreaterOrEqual,
            "=~" => FilterOperator.Matches,
            "IN" => FilterOperator.In,
            "NIN" => FilterOperator.NotIn,
            "CONTAINS" => FilterOperator.Contains,
            "SUBSETOF" => FilterOperator.SubsetOf,
            "ANYOF" => FilterOperator.AnyOf,
            "NONEOF" => FilterOperator.NoneOf,
            "SIZE" => FilterOperator.Size,
            "EMPTY" => FilterOperator.Empty,
            "ALL" => FilterOperator.All,
            _ => throw cursor.Fault($"Filter operator {text} is not supported!", start),
        };
    }

    // Constants in filters are usually written with single quotes, since the path itself stands in a JSON string.
    // One that is not even that fails when a filter looks at it.
    private object ReadLenientJson(int start, int end) =>
        LenientJson.TryParse(cursor.Slice(start, end), out var value) ? value! : FilterValue.BrokenConstant;

    private JavaRegex ReadPattern()
    {
        var open = cursor.Position;
        var close = cursor.EndOfQuoted(open);
        cursor.Position = close + 1;
        var options = RegexOptions.None;
        while (Flag(cursor.Current) is { } flag)
        {
            options |= flag;
            cursor.Position++;
        }
        try
        {
            return JavaRegex.Get(cursor.Slice(open + 1, close), options);
        }
        catch (JavaRegexException invalid)
        {
            throw cursor.Fault(invalid.Message, open);
        }
    }

    private static RegexOptions? Flag(char c) => c switch
    {
        'i' => RegexOptions.IgnoreCase,
        'x' => RegexOptions.IgnorePatternWhitespace,
        'm' => RegexOptions.Multiline,
        's' => RegexOptions.Singleline,
        // Flags without a counterpart: line ends and character classes of Unicode.
        'd' or 'u' or 'U' => RegexOptions.None,
        _ => null,
    };

    private object? ReadWord()
    {
        foreach (var (word, value) in Words)
        {
            if (cursor.AcceptText(word))
            {
                return value;
            }
        }
        throw cursor.Fault("Expected true, false or null");
    }

    private static readonly (string Word, object? Value)[] Words = [("true", true), ("false", false), ("null", null)];

    private object ReadNumber()
    {
        var start = cursor.Position;
        while (cursor.Current is '-' or '.' or 'e' or 'E' or (>= '0' and <= '9'))
        {
            cursor.Position++;
        }
        return JsonNumber.TryParse(cursor.Slice(start, cursor.Position), out var number)
            ? number
            : throw cursor.Fault("Expected a value", start);
    }
}
