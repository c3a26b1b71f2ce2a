using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;
using Gatehouse.Services.SdkGeneration.Languages;

namespace Gatehouse.Services.SdkGeneration.Rendering;

/// <summary>
/// Text of the API inside a template. Printed as it is it becomes a string literal of the language, quotes and all, so
/// that a template's author has to ask for anything else, and what can be asked for is safe where it belongs:
/// <c>.lines</c> and <c>.line</c> in comments, <c>.xml</c>, <c>.json</c>, <c>.markdown</c>. The raw text cannot be had.
/// </summary>
internal sealed class SdkText(string raw, SdkLanguage language) : IVtlObject
{
    /// <summary>Surrogates without their pairs are no text: files are UTF-8.</summary>
    private readonly string _value = string.Concat(raw.EnumerateRunes());

    public string? Text => language.Quote(_value);

    public object? GetProperty(string name) => name switch
    {
        "literal" => Text,
        "lines" => new JsonList(ListForm.List, language.CommentLines(_value)),
        "line" => string.Join(' ', language.CommentLines(_value)),
        "xml" => Xml(_value),
        "json" => JsonEncodedText.Encode(_value, JavaScriptEncoder.Default) is var text ? $"\"{text}\"" : null,
        "markdown" => Markdown(_value),
        "isEmpty" => _value.Length == 0,
        _ => null,
    };

    public bool TrySetProperty(string name, object? value) => false;

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = null;
        return false;
    }

    private static string Xml(string value) => SecurityElement.Escape(string.Join(' ', Escapes.Lines(value)));

    /// <summary>Every mark of CommonMark may be escaped (CommonMark 0.31, §2.4); lines become one.</summary>
    private static string Markdown(string value)
    {
        var text = new StringBuilder();
        foreach (var character in string.Join(' ', Escapes.Lines(value)))
        {
            if (char.IsAsciiLetterOrDigit(character) || character > 127
                || character is ' ' or '/' or '-' or '.' or ',' or ':')
            {
                text.Append(character);
            }
            else
            {
                text.Append('\\').Append(character);
            }
        }

        return text.ToString();
    }
}
