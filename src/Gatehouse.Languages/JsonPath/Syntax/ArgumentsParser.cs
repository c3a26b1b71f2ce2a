using System.Collections.Immutable;
using System.Text;
using Gatehouse.Languages.JsonPath.Runtime;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>Reads <c>($.a, 1, "x", {"y": 2})</c> after the name of a function, the way Jayway takes it apart.</summary>
/// <remarks>
/// An argument is a path when it begins with <c>$</c> or <c>@</c>, JSON when it begins like JSON, and dropped otherwise.
/// A closing bracket of a function inside it ends it, unless that function has no arguments.
/// </remarks>
internal sealed class ArgumentsParser(PathCursor cursor, int nesting)
{
    private readonly ImmutableArray<FunctionArgument>.Builder _arguments =
        ImmutableArray.CreateBuilder<FunctionArgument>();

    private int _parentheses = 1;
    private int _brackets;
    private int _braces;
    private int _quotes;

    // Where the argument begins that is being read, or -1 before it.
    private int _start = -1;

    // The argument as Jayway collects it: without commas in quotes, and with a bracket too many after `length()`.
    private readonly StringBuilder _text = new();

    private bool IsOutside => _quotes == 0 && _brackets == 0 && _braces == 0;

    /// <summary>Reads from behind the opening bracket to behind the closing one.</summary>
    public ImmutableArray<FunctionArgument> Parse(PathFunction? function)
    {
        var prior = '\0';
        while (!cursor.IsAtEnd)
        {
            var at = cursor.Position;
            var c = cursor.Current;
            cursor.Position++;
            if (_start < 0)
            {
                if (c is ' ' or '\t' or '\r' or '\n')
                {
                    continue;
                }
                _start = c is '{' or '"' or '-' or '$' or '@' || char.IsDigit(c) ? at : -1;
            }
            Count(c, prior, at);
            if (c == ')' && (_parentheses < 0 || prior == '('))
            {
                _text.Append(c);
            }
            if (c is ',' or ')' && IsOutside && (_parentheses == 1 || (_parentheses == 0 && c == ')')))
            {
                Take(at, function);
                if (_parentheses == 0)
                {
                    break;
                }
            }
            if (_start >= 0 && !(c == ',' && _braces == 0 && _brackets == 0 && _parentheses == 1))
            {
                _text.Append(c);
            }
            prior = c;
        }
        return _parentheses == 0 && _brackets == 0 && _braces == 0
            ? _arguments.ToImmutable()
            : throw cursor.Fault("The arguments of the function are not closed properly");
    }

    private void Count(char c, char prior, int at)
    {
        switch (c)
        {
            case '"':
                _quotes += prior != '\\' && _quotes > 0 ? -1 : 1;
                break;
            case '(':
                _parentheses++;
                break;
            case ')':
                _parentheses--;
                break;
            case '[':
                _brackets++;
                break;
            case '{':
                _braces++;
                break;
            case ']' when --_brackets < 0:
                throw cursor.Fault("Unexpected close bracket ']'", at);
            case '}' when --_braces < 0:
                throw cursor.Fault("Unexpected close brace '}'", at);
        }
    }

    private void Take(int at, PathFunction? function)
    {
        if (_start < 0)
        {
            return;
        }
        var (start, text, isPath) = (_start, _text.ToString(), cursor.Whole[_start] is '$' or '@');
        _start = -1;
        _text.Clear();
        if (!isPath)
        {
            _arguments.Add(new FunctionArgument(text));
            return;
        }
        // Positions in faults are those of the whole path where the text is a plain part of it.
        var end = Math.Min(start + text.Length, at + 1);
        var (source, from, to) = string.Equals(cursor.Slice(start, end), text, StringComparison.Ordinal)
            ? (cursor, start, end)
            : (cursor.Remade(text, start), 0, text.Length);
        var path = PathParser.Parse(source, from, to, nesting + 1);
        var counts = function == PathFunction.Length && _arguments.Count == 0 && !path.IsFunction;
        _arguments.Add(new FunctionArgument(
            path, counts ? PathParser.ParseWithChildren(source, from, to, nesting + 1) : null));
    }
}
