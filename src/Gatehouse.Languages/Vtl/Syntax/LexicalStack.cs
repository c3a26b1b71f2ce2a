namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>The lexical states inside each other, with a count of open and closed round brackets for each.</summary>
internal sealed class LexicalStack
{
    private readonly Stack<(int Open, int Closed, LexicalState State)> _outer = new();
    private int _closed;

    /// <summary>The innermost state. Setting it replaces that state and keeps its brackets.</summary>
    public LexicalState State { get; set; }

    public int OpenBrackets { get; private set; }

    public void Enter(LexicalState state)
    {
        // The count of closed brackets is deliberately not reset: Velocity does not either.
        _outer.Push((OpenBrackets, _closed, State));
        OpenBrackets = 0;
        State = state;
    }

    /// <summary>Returns to the state around; false when there was none.</summary>
    public bool Leave()
    {
        if (!_outer.TryPop(out var outer))
        {
            OpenBrackets = 0;
            State = LexicalState.Default;
            return false;
        }
        (OpenBrackets, _closed, State) = outer;
        return true;
    }

    public void OpenBracket() => OpenBrackets++;

    /// <summary>Ends the innermost state that has an open bracket; states without one end on the way.</summary>
    public void CloseBracket()
    {
        while (OpenBrackets == 0)
        {
            if (!Leave())
            {
                return;
            }
        }
        if (OpenBrackets == _closed + 1)
        {
            Leave();
        }
        else
        {
            _closed++;
        }
    }
}
