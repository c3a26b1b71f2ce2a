using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Languages.JsonPath.Runtime;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>Reads the text of a path into a chain of steps. Accepts what Jayway JsonPath 2.9 accepts.</summary>
internal sealed class PathParser
{
    private readonly PathCursor _cursor;
    private readonly int _nesting;
    private readonly List<PathStep> _steps = [];

    private PathParser(PathCursor cursor, int nesting)
    {
        _cursor = cursor;
        _nesting = nesting;
    }

    public static JsonPathProgram Parse(string path, int nesting)
    {
        if (path.Length > JsonPathLimits.MaxPathLength)
        {
            throw new JsonPathSyntaxException("The path is too long", 1, JsonPathLimits.MaxPathLength + 1);
        }
        var text = path.Trim(' ');
        if (text.Length == 0)
        {
            throw new JsonPathSyntaxException("The path is empty", 1, 1);
        }
        if (text[0] is not ('$' or '@'))
        {
            text = "$." + text;
        }
        return Parse(path, new PathCursor(text, 0, text.Length), nesting);
    }

    /// <summary>Parses a path that is part of a larger text, so that faults carry positions in the whole.</summary>
    public static JsonPathProgram Parse(PathCursor cursor, int start, int end, int nesting) =>
        Parse(cursor.Slice(start, end), new PathCursor(cursor.Whole, start, end), nesting);

    /// <summary>
    /// As <see cref="Parse(PathCursor,int,int,int)"/>, with <c>[*]</c> added: what length(path) counts.
    /// </summary>
    public static JsonPathProgram ParseWithChildren(PathCursor cursor, int start, int end, int nesting) =>
        Parse(cursor.Slice(start, end), new PathCursor(cursor.Whole, start, end), nesting, withChildren: true);

    private static JsonPathProgram Parse(string source, PathCursor cursor, int nesting, bool withChildren = false)
    {
        if (nesting > JsonPathLimits.MaxNesting)
        {
            throw cursor.Fault("The path is nested too deeply");
        }
        if (cursor.CharAt(cursor.End - 1) == '.')
        {
            throw cursor.Fault("Path must not end with a '.' or '..'", cursor.End - 1);
        }
        var parser = new PathParser(cursor, nesting);
        parser.ReadSteps();
        if (withChildren)
        {
            parser._steps.Add(new WildcardStep());
        }
        return new JsonPathProgram(source, parser.LinkSteps());
    }

    private void ReadSteps()
    {
        if (_cursor.Current is not ('$' or '@'))
        {
            throw _cursor.Fault("Path must start with '$' or '@'");
        }
        _cursor.Position++;
        if (!_cursor.IsAtEnd && _cursor.Current is not ('.' or '['))
        {
            throw _cursor.Fault("Expected '.' or '['");
        }
        if (!_cursor.IsAtEnd)
        {
            ReadStep();
        }
        // Jayway overlooks a single stray character at the end, such as a bracket too many; templates may have one.
        while (_cursor.Position < _cursor.End - 1)
        {
            ReadStep();
        }
    }

    private void ReadStep()
    {
        switch (_cursor.Current)
        {
            case '[':
                ReadBracketed();
                break;
            case '.':
                ReadAfterDot();
                break;
            case '*':
                _cursor.Position++;
                _steps.Add(new WildcardStep());
                break;
            default:
                ReadNameOrFunction();
                break;
        }
    }

    private void ReadAfterDot()
    {
        _cursor.Position++;
        if (_cursor.Accept('.'))
        {
            _steps.Add(new ScanStep());
        }
        if (_cursor.IsAtEnd || _cursor.Current == '.')
        {
            throw _cursor.Fault("Expected a name, '*' or '['");
        }
        ReadStep();
    }

    private void ReadNameOrFunction()
    {
        var start = _cursor.Position;
        while (!_cursor.IsAtEnd && _cursor.Current is not ('.' or '[' or '('))
        {
            if (_cursor.Current == ' ')
            {
                throw _cursor.Fault("Use bracket notion ['my prop'] if your property contains blank characters");
            }
            _cursor.Position++;
        }
        var name = _cursor.Slice(start, _cursor.Position);
        if (_cursor.Current != '(')
        {
            _steps.Add(new PropertyStep(name));
            return;
        }
        if (!PathFunctions.TryFind(name, out var function))
        {
            throw _cursor.Fault($"Function with name: {name} does not exist", start);
        }
        _steps.Add(new FunctionStep(function, new ArgumentsParser(_cursor, _nesting).Parse(function)));
    }

    private void ReadBracketed()
    {
        var inner = _cursor.AfterSpaces(_cursor.Position + 1);
        switch (_cursor.CharAt(inner))
        {
            case '\'' or '"':
                ReadNames();
                break;
            case '*':
                var close = _cursor.AfterSpaces(inner + 1);
                if (_cursor.CharAt(close) != ']')
                {
                    throw _cursor.Fault("Expected wildcard token to end with ']'", close);
                }
                _cursor.Position = close + 1;
                _steps.Add(new WildcardStep());
                break;
            case '?':
                ReadFilter(inner);
                break;
            case '-' or ':' or (>= '0' and <= '9'):
                ReadIndexes();
                break;
            default:
                throw _cursor.Fault("Could not parse token. Expected ?, ', 0-9, *");
        }
    }

    private void ReadNames()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var position = _cursor.Position;
        char separator;
        do
        {
            var open = _cursor.AfterSpaces(position + 1);
            if (_cursor.CharAt(open) is not ('\'' or '"'))
            {
                throw _cursor.Fault("Found empty property", open);
            }
            var close = _cursor.EndOfQuoted(open);
            names.Add(PathText.Unescape(_cursor, _cursor.Slice(open + 1, close), open));
            position = _cursor.AfterSpaces(close + 1);
            separator = _cursor.CharAt(position);
        }
        while (separator == ',');
        if (separator != ']')
        {
            throw _cursor.Fault("Property must be separated by comma or terminated by ']'", position);
        }
        _cursor.Position = position + 1;
        _steps.Add(names.Count == 1 ? new PropertyStep(names[0]) : new PropertiesStep(names.ToImmutable()));
    }

    private void ReadFilter(int question)
    {
        var open = _cursor.AfterSpaces(question + 1);
        if (_cursor.CharAt(open) != '(')
        {
            throw _cursor.Fault("Filter must start with '[?('", open);
        }
        var close = _cursor.EndOfBracketed(open, skipPatterns: true);
        var end = _cursor.AfterSpaces(close + 1);
        if (_cursor.CharAt(end) != ']')
        {
            throw _cursor.Fault("Filter must end with ')]'", end);
        }
        var condition = new FilterParser(new PathCursor(_cursor.Whole, open, close + 1), _nesting + 1).Parse();
        _steps.Add(new FilterStep(condition));
        _cursor.Position = end + 1;
    }

    private void ReadIndexes()
    {
        var start = _cursor.Position + 1;
        var end = start;
        while (_cursor.CharAt(end) is '-' or ',' or ':' or ' ' or (>= '0' and <= '9'))
        {
            end++;
        }
        if (_cursor.CharAt(end) != ']')
        {
            throw _cursor.Fault("Could not parse token. Expected an index or ']'", end);
        }
        var expression = _cursor.Slice(start, end).Trim(' ');
        _steps.Add(expression.Contains(':', StringComparison.Ordinal)
            ? ParseSlice(expression, start)
            : new IndexStep([.. expression.Split(',').Select(text => ParseInt(text.Trim(' '), start))]));
        _cursor.Position = end + 1;
    }

    private SliceStep ParseSlice(string expression, int at)
    {
        // A step, [1:5:2], is read and ignored, as Jayway does.
        var bounds = expression.Split(':');
        int? from = bounds[0].Length == 0 ? null : ParseInt(bounds[0], at);
        int? to = bounds[1].Length == 0 ? null : ParseInt(bounds[1], at);
        if (from is null && to is null)
        {
            throw _cursor.Fault($"Failed to parse SliceOperation: {expression}", at);
        }
        return new SliceStep(from, to);
    }

    private int ParseInt(string text, int at) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw _cursor.Fault($"Not an index: {text}", at);

    private PathStep? LinkSteps()
    {
        if (_steps is [ScanStep, .., FunctionStep function])
        {
            return InvertScan(function);
        }
        for (var i = 1; i < _steps.Count; i++)
        {
            _steps[i - 1].Link(_steps[i]);
        }
        return _steps.Count > 0 ? _steps[0] : null;
    }

    // $..price.max() asks for the greatest of all prices, not for one maximum per price: Jayway reads it as
    // $.max($..price).
    private FunctionStep InvertScan(FunctionStep function)
    {
        _steps.RemoveAt(_steps.Count - 1);
        if (_steps is [ScanStep])
        {
            throw _cursor.Fault("Expected a name, '*' or '[' before the function", _cursor.End);
        }
        if (function.Function == PathFunction.Length)
        {
            // $..book.length() counts the books, not the lists of books.
            _steps.Add(new WildcardStep());
        }
        var scanned = new JsonPathProgram("$..", LinkSteps());
        return function.WithArgument(new FunctionArgument(scanned));
    }
}
