namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>Lines and columns of positions that are asked for in nearly ascending order.</summary>
internal sealed class TextPositions(string text, int firstLine, int firstColumn)
{
    private int _at;
    private int _line = firstLine;
    private int _column = firstColumn;

    public (int Line, int Column) At(int position)
    {
        position = Math.Min(position, text.Length);
        if (position < _at)
        {
            (_at, _line, _column) = (0, firstLine, firstColumn);
        }
        for (; _at < position; _at++)
        {
            if (text[_at] == '\n' || (text[_at] == '\r' && (_at + 1 >= text.Length || text[_at + 1] != '\n')))
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
