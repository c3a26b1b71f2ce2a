using System.Globalization;

namespace Gatehouse.Services.SdkGeneration.Naming;

/// <summary>Gives each thing in one scope a name of its own that is no reserved word.</summary>
/// <param name="reserved">What no name may be.</param>
/// <param name="comparer">Whether case tells names apart; on file systems it does not.</param>
internal sealed class NameScope(IEnumerable<string> reserved, StringComparer comparer)
{
    private readonly HashSet<string> _reserved = new(reserved, StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(comparer);
    private readonly Dictionary<string, int> _next = new(comparer);

    /// <param name="wanted">An identifier, or empty; a digit at its start gets a prefix.</param>
    /// <param name="fallback">The name of what has none.</param>
    /// <param name="escape">How the language spells a reserved word as a name.</param>
    public string Take(string wanted, string fallback, Func<string, string> escape)
    {
        var name = wanted.Length == 0 ? fallback : wanted;
        if (char.IsAsciiDigit(name[0]))
        {
            name = fallback + name;
        }

        if (_reserved.Contains(name))
        {
            name = escape(name);
        }

        if (_taken.Add(name))
        {
            return name;
        }

        for (var number = _next.GetValueOrDefault(name, 2); ; number++)
        {
            var numbered = name + number.ToString(CultureInfo.InvariantCulture);
            if (!_reserved.Contains(numbered) && _taken.Add(numbered))
            {
                _next[name] = number + 1;
                return numbered;
            }
        }
    }

    /// <summary>Takes exactly this name, if it is an identifier that nothing else has.</summary>
    public bool TryTake(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && !_reserved.Contains(name) && _taken.Add(name);
}
