using System.Text;

namespace Gatehouse.Languages.Json;

/// <summary>
/// A payload that may be read as text or as JSON. Either form is made when first asked for and then kept, so a template
/// that reads the body five times parses it once, and one that never reads it pays nothing.
/// </summary>
/// <remarks>For one request; not for concurrent use.</remarks>
public sealed class JsonBody(ReadOnlyMemory<byte> utf8)
{
    private string? _text;
    private object? _root;
    private bool _parsed;

    public ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>An empty body reads as <c>{}</c> in templates (rest-execution §6.3).</summary>
    public bool IsEmpty => utf8.IsEmpty;

    public string Text => _text ??= IsEmpty ? "{}" : Encoding.UTF8.GetString(utf8.Span);

    /// <summary>The parsed body. Throws <see cref="InvalidJsonBodyException"/> when it is not JSON.</summary>
    public object? Root
    {
        get
        {
            if (!_parsed)
            {
                _root = IsEmpty ? new JsonMap() : JsonReading.Parse(utf8.Span);
                _parsed = true;
            }
            return _root;
        }
    }
}
