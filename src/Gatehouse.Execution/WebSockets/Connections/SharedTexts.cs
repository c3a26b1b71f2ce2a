using System.Collections.Concurrent;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>
/// One copy of what many connections remember: user agents, host names. Cleared when it is full, since clients choose what is
/// in it.
/// </summary>
internal sealed class SharedTexts
{
    private const int LongestShared = 512;

    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string Share(string text)
    {
        if (text.Length > LongestShared)
        {
            return text;
        }

        if (_texts.Count >= WebSocketLimits.SharedTexts)
        {
            _texts.Clear();
        }

        return _texts.GetOrAdd(text, text);
    }
}
