using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>A position in the text of a path, or in a part of it, that knows where it is in the whole.</summary>
internal sealed class PathCursor(string whole, int start, int end)
{
    public string Whole { get; } = whole;

    public int Position { get; set; } = start;

    /// <summary>Where this part ends, exclusive.</summary>
    public int End { get; } = end;

    public bool IsAtEnd => Position >= End;

    /// <summary>The current character, or NUL at the end.</summary>
    public char Current => CharAt(Position);

    public char CharAt(int position) => position >= 0 && position < End ? Whole[position] : '\0';

    public string Slice(int start, int end) => Whole[start..end];

    public void SkipSpaces() => Position = AfterSpaces(Position);

    /// <summary>Jayway counts only U+0020 as insignificant inside a path.</summary>
    public int AfterSpaces(int position)
    {
        while (CharAt(position) == ' ')
        {
            position++;
        }
        return position;
    }

    public bool Accept(char c)
    {
        if (Current != c || IsAtEnd)
        {
            return false;
        }
        Position++;
        return true;
    }

    public bool AcceptText(string text)
    {
        SkipSpaces();
        if (Position + text.Length > End || string.CompareOrdinal(Whole, Position, text, 0, text.Length) != 0)
        {
            return false;
        }
        Position += text.Length;
        return true;
    }

    /// <summary>The position of the quote that ends the text which begins at <paramref name="open"/>.</summary>
    public int EndOfQuoted(int open)
    {
        var quote = Whole[open];
        for (var i = open + 1; i < End; i++)
        {
            if (Whole[i] == '\\')
            {
                i++;
            }
            else if (Whole[i] == quote)
            {
                return i;
            }
        }
        throw Fault($"The text that begins with {quote} is not closed", open);
    }

    /// <summary>
    /// The position of the bracket that closes the one at <paramref name="open"/>; quoted text is skipped.
    /// </summary>
    public int EndOfBracketed(int open, bool skipPatterns)
    {
        var opening = Whole[open];
        var closing = opening switch { '(' => ')', '[' => ']', _ => '}' };
        var depth = 0;
        for (var i = open; i < End; i++)
        {
            var c = Whole[i];
            if (c is '\'' or '"' || (c == '/' && skipPatterns))
            {
                i = EndOfQuoted(i);
            }
            else if (c == opening)
            {
                depth++;
            }
            else if (c == closing && --depth == 0)
            {
                return i;
            }
        }
        throw Fault($"{opening} is not closed", open);
    }

    public JsonPathSyntaxException Fault(string problem) => Fault(problem, Position);

    public JsonPathSyntaxException Fault(string problem, int position)
    {
        var before = Whole.AsSpan(0, Math.Clamp(position, 0, Whole.Length));
        return new JsonPathSyntaxException(problem, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    /// <summary>Reads a constant written as JSON inside the path.</summary>
    public object? ReadJson(int start, int end)
    {
        try
        {
            return JsonReading.Parse(Slice(start, end));
        }
        catch (InvalidJsonBodyException invalid)
        {
            throw Fault($"Not JSON: {invalid.Detail}", start);
        }
    }
}
