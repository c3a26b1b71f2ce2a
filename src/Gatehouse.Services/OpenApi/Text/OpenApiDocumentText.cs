using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>A definition as text: parsed once, with the place of every value.</summary>
internal sealed class OpenApiDocumentText
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private OpenApiDocumentText(JsonObject root, SourceMap positions)
    {
        Root = root;
        Positions = positions;
    }

    public JsonObject Root { get; }

    public SourceMap Positions { get; }

    /// <summary>Reads JSON or YAML, told apart by the first character.</summary>
    /// <exception cref="DocumentTextException">The text is neither, or it is not an object.</exception>
    public static OpenApiDocumentText Parse(ReadOnlyMemory<byte> utf8) => Parse(utf8, isTemplate: false);

    /// <param name="utf8">The text.</param>
    /// <param name="isTemplate">The short forms of a template's functions, such as <c>!Ref</c>, become the long ones.</param>
    /// <exception cref="DocumentTextException">As above.</exception>
    public static OpenApiDocumentText Parse(ReadOnlyMemory<byte> utf8, bool isTemplate)
    {
        if (utf8.Length > OpenApiLimits.Bytes)
        {
            throw new DocumentTextException(new SourcePosition(1, 1),
                $"the document is larger than {OpenApiLimits.Bytes} bytes.");
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(utf8.Span).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new DocumentTextException(new SourcePosition(1, 1), "the text is not UTF-8.");
        }

        var positions = new SourceMap();
        var root = text.AsSpan().TrimStart() is ['{', ..]
            ? JsonSourceReader.Read(text, positions)
            : YamlSourceReader.Read(text, positions, isTemplate);
        return root is JsonObject definition
            ? new OpenApiDocumentText(definition, positions)
            : throw new DocumentTextException(new SourcePosition(1, 1), "the document must be an object.");
    }
}
