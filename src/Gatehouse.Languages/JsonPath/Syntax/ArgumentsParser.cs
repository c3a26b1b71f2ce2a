using System.Collections.Immutable;
using Gatehouse.Languages.JsonPath.Runtime;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>Reads <c>($.a, 1, "x", {"y": 2})</c> after the name of a function.</summary>
internal sealed class ArgumentsParser(PathCursor cursor, int nesting)
{
    public ImmutableArray<FunctionArgument> Parse(PathFunction function)
    {
        var open = cursor.Position;
        var close = cursor.EndOfBracketed(open, skipPatterns: false);
        var arguments = ImmutableArray.CreateBuilder<FunctionArgument>();
        var start = open + 1;
        for (var i = start; i <= close; i++)
        {
            var c = cursor.Whole[i];
            if (c is '\'' or '"')
            {
                i = cursor.EndOfQuoted(i);
            }
            else if (c is '[' or '{' || (c == '(' && i != open))
            {
                i = cursor.EndOfBracketed(i, skipPatterns: false);
            }
            else if (c == ',' || i == close)
            {
                AddArgument(arguments, start, i, function);
                start = i + 1;
            }
        }
        cursor.Position = close + 1;
        return arguments.ToImmutable();
    }

    private void AddArgument(
        ImmutableArray<FunctionArgument>.Builder arguments, int start, int end, PathFunction function)
    {
        while (start < end && char.IsWhiteSpace(cursor.Whole[start]))
        {
            start++;
        }
        while (start < end && char.IsWhiteSpace(cursor.Whole[end - 1]))
        {
            end--;
        }
        if (start == end)
        {
            return;
        }
        switch (cursor.Whole[start])
        {
            case '$' or '@':
                var path = PathParser.Parse(cursor, start, end, nesting + 1);
                if (function == PathFunction.Length && !path.IsFunction)
                {
                    path = PathParser.ParseWithChildren(cursor, start, end, nesting + 1);
                }
                arguments.Add(new FunctionArgument(path));
                break;
            case '{' or '"' or '-' or (>= '0' and <= '9'):
                arguments.Add(new FunctionArgument(cursor.ReadJson(start, end)));
                break;
            default:
                // Jayway drops an argument that begins like none of these.
                break;
        }
    }
}
