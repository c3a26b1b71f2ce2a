namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>Lines and columns of positions that are asked for in nearly ascending order.</summary>
internal sealed class TextPositions
{
    private readonly string _text;
    private readonly int _firstLine;
    private readonly int _firstColumn;
    private int _at;
    private int _line;
    private int _column;

    public TextPositions(string text, int firstLine, int firstColumn)
    {
        _text = text;
        _line = _firstLine = firstLine;
        _column = _firstColumn = firstColumn;
    }

    public (int Line, int Column) At(int position)
    {
        position = Math.Min(position, _text.Length);
        if (position < _at)
        {
            (_at, _line, _column) = (0, _firstLine, _firstColumn);
        }
        for (; _at < position; _at++)
        {
            if (_text[_at] == '\n' || (_text[_at] == '\r' && (_at + 1 >= _text.Length || _text[_at + 1] != '\n')))
            {
                _line++;
                _column = 1;
            }
            else
            {
                _column++;
            }
        }
        return (_line, _column);
    }
}
