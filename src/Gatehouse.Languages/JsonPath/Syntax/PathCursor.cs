namespace Gatehouse.Languages.JsonPath.Syntax;

/// <summary>A position in the text of a path, or in a part of it, that knows where it is in the whole.</summary>
/// <remarks>
/// So many characters at the beginning (<paramref name="lead"/>) were not written by the author; positions in faults
/// leave them out.
/// </remarks>
internal sealed class PathCursor(string whole, int start, int end, int lead = 0)
{
    public string Whole { get; } = whole;

    public int Position { get; set; } = start;

    /// <summary>Where this part ends, exclusive.</summary>
    public int End { get; } = end;

    public bool IsAtEnd => Position >= End;

    /// <summary>The current character, or NUL at the end.</summary>
    public char Current => CharAt(Position);

    public char CharAt(int position) => position >= 0 && position < End ? Whole[position] : '\0';

    /// <summary>A part of the text that knows its place in the whole.</summary>
    public PathCursor Part(int start, int end) => new(Whole, start, end, lead);

    /// <summary>Text that was made of what stands at <paramref name="start"/>.</summary>
    public PathCursor Remade(string text, int start) => new(text, 0, text.Length, lead - start);

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
            // What follows a quoted text is taken as it is, even if it is another quote: so does Jayway.
            if (Whole[i] is '\'' or '"' && i > open)
            {
                i = EndOfQuoted(i) + 1;
            }
            if (skipPatterns && CharAt(i) == '/')
            {
                i = EndOfQuoted(i) + 1;
            }
            if (CharAt(i) == opening)
            {
                depth++;
            }
            else if (CharAt(i) == closing && --depth == 0)
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
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n') - (line == 1 ? lead : 0);
        return new JsonPathSyntaxException(problem, line, Math.Max(1, column));
    }
}
