using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Languages.JsonPath.Runtime;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>Reads the names and the indexes that stand in brackets.</summary>
internal static class BracketParser
{
    /// <summary><c>['a','b']</c></summary>
    /// <remarks>
    /// The first quote decides: what stands between names in the other quotes is overlooked, but no comma may be left
    /// without a name.
    /// </remarks>
    public static PathStep ReadNames(PathCursor cursor, char quote)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var position = cursor.Position + 1;
        var isAfterComma = false;
        var last = 0;
        for (; position < cursor.End; position++)
        {
            var c = cursor.Whole[position];
            if (c == '\\')
            {
                position++;
            }
            else if (c == quote)
            {
                var close = cursor.EndOfQuoted(position);
                var after = cursor.AfterSpaces(close + 1);
                if (cursor.CharAt(after) is not (']' or ','))
                {
                    throw cursor.Fault("Property must be separated by comma or terminated by ']'", after);
                }
                names.Add(PathText.Unescape(cursor, cursor.Slice(position + 1, close), position));
                position = last = close;
                isAfterComma = false;
            }
            else if (c is ',' or ']')
            {
                if (isAfterComma)
                {
                    throw cursor.Fault("Found empty property", position);
                }
                if (c == ']')
                {
                    break;
                }
                isAfterComma = true;
            }
        }
        var end = cursor.AfterSpaces(last + 1);
        if (cursor.CharAt(end) != ']')
        {
            throw cursor.Fault("Property has not been closed: missing closing ]", end);
        }
        cursor.Position = end + 1;
        return names.Count == 1 ? new PropertyStep(names[0]) : new PropertiesStep(names.ToImmutable());
    }

    /// <summary><c>[0,1]</c> and <c>[0:1]</c></summary>
    public static PathStep ReadIndexes(PathCursor cursor)
    {
        var start = cursor.Position + 1;
        var end = start;
        while (cursor.CharAt(end) is '-' or ',' or ':' or ' ' or (>= '0' and <= '9'))
        {
            end++;
        }
        if (cursor.CharAt(end) != ']')
        {
            throw cursor.Fault("Could not parse token. Expected an index or ']'", end);
        }
        var expression = cursor.Slice(start, end).Trim(' ');
        cursor.Position = end + 1;
        return expression.Contains(':', StringComparison.Ordinal)
            ? ParseSlice(cursor, expression, start)
            : new IndexStep([.. expression.Split(',').Select(text => ParseInt(cursor, text.Trim(' '), start))]);
    }

    private static SliceStep ParseSlice(PathCursor cursor, string expression, int at)
    {
        // A step, [1:5:2], is read and ignored, as Jayway does.
        var bounds = expression.Split(':');
        int? from = bounds[0].Length == 0 ? null : ParseInt(cursor, bounds[0], at);
        int? to = bounds[1].Length == 0 ? null : ParseInt(cursor, bounds[1], at);
        if (from is null && to is null)
        {
            throw cursor.Fault($"Failed to parse SliceOperation: {expression}", at);
        }
        return new SliceStep(from, to);
    }

    private static int ParseInt(PathCursor cursor, string text, int at) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw cursor.Fault($"Not an index: {text}", at);
}
