using Gatehouse.Languages.JsonPath.Runtime;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>Reads the text of a path into a chain of steps. Accepts what Jayway JsonPath 2.9 accepts.</summary>
internal sealed class PathParser
{
    private readonly PathCursor _cursor;
    private readonly int _nesting;
    private readonly int _start;
    private readonly List<PathStep> _steps = [];

    private PathParser(PathCursor cursor, int nesting)
    {
        _cursor = cursor;
        _nesting = nesting;
        _start = cursor.Position;
    }

    public static JsonPathProgram Parse(string path, int nesting)
    {
        if (path.Length > JsonPathLimits.MaxPathLength)
        {
            throw new JsonPathSyntaxException("The path is too long", 1, JsonPathLimits.MaxPathLength + 1);
        }
        if (path.Length == 0)
        {
            throw new JsonPathSyntaxException("The path is empty", 1, 1);
        }
        var text = path[0] is '$' or '@' ? path : "$." + path;
        // A blank at the end is overlooked, one at the beginning is not.
        var end = text.Length;
        while (end > 1 && text[end - 1] == ' ')
        {
            end--;
        }
        var lead = text.Length - path.Length;
        return ParseEntire(path, new PathCursor(text, 0, end, lead), nesting);
    }

    /// <summary>As <see cref="Parse(PathCursor,int,int,int)"/>, with blanks at the end overlooked.</summary>
    public static JsonPathProgram ParseTrimmed(PathCursor cursor, int start, int end, int nesting)
    {
        while (end > start + 1 && cursor.Whole[end - 1] == ' ')
        {
            end--;
        }
        return ParseEntire(cursor.Slice(start, end), cursor.Part(start, end), nesting);
    }

    private static JsonPathProgram ParseEntire(string source, PathCursor cursor, int nesting) =>
        cursor.CharAt(cursor.End - 1) == '.'
            ? throw cursor.Fault("Path must not end with a '.' or '..'", cursor.End - 1)
            : Parse(source, cursor, nesting);

    /// <summary>Parses a path that is part of a larger text, so that faults carry positions in the whole.</summary>
    public static JsonPathProgram Parse(PathCursor cursor, int start, int end, int nesting) =>
        Parse(cursor.Slice(start, end), cursor.Part(start, end), nesting);

    /// <summary>
    /// As <see cref="Parse(PathCursor,int,int,int)"/>, with <c>[*]</c> added: what length(path) counts.
    /// </summary>
    public static JsonPathProgram ParseWithChildren(PathCursor cursor, int start, int end, int nesting) =>
        Parse(cursor.Slice(start, end), cursor.Part(start, end), nesting, withChildren: true);

    private static JsonPathProgram Parse(string source, PathCursor cursor, int nesting, bool withChildren = false)
    {
        if (nesting > JsonPathLimits.MaxNesting)
        {
            throw cursor.Fault("The path is nested too deeply");
        }
        var parser = new PathParser(cursor, nesting);
        parser.ReadSteps();
        if (withChildren && parser._steps.Count > 0)
        {
            parser._steps.Add(new WildcardStep(isAppended: true));
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
        if (_cursor.Current != '(' || _cursor.IsAtEnd)
        {
            _steps.Add(new PropertyStep(name));
            return;
        }
        PathFunction? function = PathFunctions.TryFind(name, out var known) ? known : null;
        ReadArguments(function);
    }

    private void ReadArguments(PathFunction? function)
    {
        var depth = 1;
        var close = _cursor.Position + 1;
        while (close < _cursor.End && (depth += _cursor.Whole[close] switch { '(' => 1, ')' => -1, _ => 0 }) > 0)
        {
            close++;
        }
        if (depth > 0)
        {
            throw _cursor.Fault("The arguments of the function are not closed properly");
        }
        _cursor.Position++;
        // Jayway stays at the closing bracket when there are no arguments. What follows is then read as a name that
        // begins with the bracket: steps after such a function lead nowhere.
        _steps.Add(new FunctionStep(
            function, _cursor.Current == ')' ? [] : new ArgumentsParser(_cursor, _nesting).Parse(function)));
    }

    private void ReadBracketed()
    {
        var inner = _cursor.AfterSpaces(_cursor.Position + 1);
        switch (_cursor.CharAt(inner))
        {
            case '\'' or '"':
                _steps.Add(BracketParser.ReadNames(_cursor, _cursor.CharAt(inner)));
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
                _steps.Add(BracketParser.ReadIndexes(_cursor));
                break;
            default:
                throw _cursor.Fault("Could not parse token. Expected ?, ', 0-9, *");
        }
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
        var condition = new FilterParser(_cursor.Part(open, close + 1), _nesting + 1).Parse();
        _steps.Add(new FilterStep(condition));
        _cursor.Position = end + 1;
    }

    private PathStep? LinkSteps()
    {
        var first = PathStep.Chain(_steps);
        return _steps is [ScanStep, .., FunctionStep] ? InvertScan(first!) : first;
    }

    // $..price.max() asks for the greatest of all prices, not for one maximum per price: Jayway reads it as
    // $.max($..price), with the first function that stands there.
    private FunctionStep InvertScan(PathStep first)
    {
        var at = _steps.FindIndex(step => step is FunctionStep);
        var function = (FunctionStep)_steps[at];
        _steps[at - 1].EndChain();
        var scanned = new JsonPathProgram("$..", first);
        JsonPathProgram? children = null;
        if (function.Function == PathFunction.Length)
        {
            // $..book.length() counts the books, not the lists of books.
            children = new JsonPathProgram("$..", PathStep.Chain([.. Copy(at), new WildcardStep(isAppended: true)]));
        }
        return function.WithArgument(new FunctionArgument(scanned, children));
    }

    // Steps know their place in a chain, so a second chain needs steps of its own.
    private IReadOnlyList<PathStep> Copy(int count)
    {
        var again = new PathParser(_cursor.Part(_start, _cursor.End), _nesting);
        again.ReadSteps();
        return again._steps[..count];
    }
}
