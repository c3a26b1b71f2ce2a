namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>Classes: brackets neither nest nor subtract, and may be empty.</summary>
internal sealed partial class EcmaRegexTranslator
{
    private const string Word = "a-zA-Z0-9_";
    private const string Space = @"\t\n\u000B\f\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
    private const string NotDigit = @"\u0000-/:-\uFFFF";
    private const string NotWord = @"\u0000-/:-@\[-\^`{-\uFFFF";
    private const string NotSpace = @"\u0000-\u0008\u000E-\u001F!-\u009F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027"
        + @"\u202A-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uFEFE\uFF00-\uFFFF";

    private bool TranslateClass()
    {
        _at++;
        var isNegated = _at < _pattern.Length && _pattern[_at] == '^';
        if (isNegated)
        {
            _at++;
        }
        if (_at < _pattern.Length && _pattern[_at] == ']')
        {
            Emit(isNegated ? @"[\s\S]" : "(?!)", 1);
            return true;
        }
        _text.Append(isNegated ? "[^" : "[");
        var afterSet = false;
        while (_at < _pattern.Length && _pattern[_at] != ']')
        {
            if (_at + 1 >= _pattern.Length && _pattern[_at] == '\\')
            {
                return false;
            }
            afterSet = TranslateMember(afterSet);
        }
        if (_at >= _pattern.Length)
        {
            return false;
        }
        Emit("]", 1);
        return true;
    }

    /// <returns>Whether the member was a set such as <c>\d</c>, next to which a hyphen is only a hyphen.</returns>
    private bool TranslateMember(bool afterSet)
    {
        var c = _pattern[_at];
        if (c == '\\')
        {
            if (SetOf(_pattern[_at + 1]) is { } set)
            {
                Emit(set, 2);
                return true;
            }
            EmitCharacter();
            return false;
        }
        if (c == '-')
        {
            var beforeSet = _at + 2 < _pattern.Length && _pattern[_at + 1] == '\\'
                && SetOf(_pattern[_at + 2]) is not null;
            Emit(afterSet || beforeSet ? @"\-" : "-", 1);
            return false;
        }
        Emit(c is '[' or '^' ? "\\" + c : c.ToString(), 1);
        return false;
    }

    private static string? SetOf(char escape) => escape switch
    {
        'd' => "0-9",
        'D' => NotDigit,
        'w' => Word,
        'W' => NotWord,
        's' => Space,
        'S' => NotSpace,
        _ => null,
    };
}
