using System.Globalization;
using System.Text.Json;
using Gatehouse.Languages.Schema.Syntax;

namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>
/// One schema text on the compiler's table, with the addresses that its <c>id</c> members give to parts.
/// </summary>
internal sealed class SchemaDocument
{
    // Relative ids need something to be relative to; nothing is ever fetched from here.
    private static readonly Uri Nowhere = new("gatehouse-model:///");

    private readonly Dictionary<string, SchemaValue> _byAddress = new(StringComparer.Ordinal);
    private readonly Dictionary<SchemaValue, Uri> _bases = [];

    public SchemaDocument(SchemaText text)
    {
        Text = text;
        Index(text.Root, Nowhere, 0);
    }

    public SchemaText Text { get; }

    public SchemaValue Root => Text.Root;

    /// <summary>Finds what a reference inside this document means, or nothing.</summary>
    public SchemaValue? Find(SchemaValue from, string reference)
    {
        if (!Uri.TryCreate(_bases.GetValueOrDefault(from, Nowhere), reference, out var address))
        {
            return reference.StartsWith('#') ? FindPointer(Root, reference[1..]) : null;
        }
        if (_byAddress.TryGetValue(Key(address), out var exact))
        {
            return exact;
        }
        var (document, fragment) = Split(address);
        if (_byAddress.TryGetValue(document, out var part) && FindPointer(part, fragment) is { } found)
        {
            return found;
        }
        // The fge validator's canonical mode: a fragment alone means the whole document, whatever ids surround it.
        return reference.StartsWith('#') ? FindPointer(Root, reference[1..]) : null;
    }

    /// <summary>Follows a JSON pointer (RFC 6901) in its URI form.</summary>
    public static SchemaValue? FindPointer(SchemaValue from, string fragment)
    {
        var pointer = Uri.UnescapeDataString(fragment);
        if (pointer.Length == 0)
        {
            return from;
        }
        if (pointer[0] != '/')
        {
            return null;
        }
        var value = from;
        foreach (var token in pointer[1..].Split('/'))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = value.Kind switch
            {
                JsonValueKind.Object => value.Find(name),
                JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                    && at < value.Items.Count => value.Items[at],
                _ => null,
            };
            if (next is null)
            {
                return null;
            }
            value = next;
        }
        return value;
    }

    private void Index(SchemaValue schema, Uri inherited, int depth)
    {
        if (schema.Kind != JsonValueKind.Object || depth > SchemaLimits.SchemaDepth)
        {
            return;
        }
        var here = inherited;
        // Beside a $ref every other member is ignored, an id too (draft 4 core §7).
        if (schema.Find("$ref") is not { Kind: JsonValueKind.String }
            && schema.Find("id") is { Kind: JsonValueKind.String } id && Uri.TryCreate(inherited, id.Text, out var own))
        {
            _byAddress.TryAdd(Key(own), schema);
            here = id.Text.StartsWith('#') ? inherited : own;
        }
        if (depth == 0)
        {
            _byAddress.TryAdd(Key(here), schema);
            _byAddress.TryAdd(Key(Nowhere), schema);
        }
        if (here != Nowhere)
        {
            _bases[schema] = here;
        }
        foreach (var child in SchemaKeywords.Subschemas(schema))
        {
            Index(child, here, depth + 1);
        }
    }

    private static string Key(Uri address) => address.OriginalString.EndsWith('#') || address.Fragment is "" or "#"
        ? Split(address).Document
        : address.AbsoluteUri;

    private static (string Document, string Fragment) Split(Uri address)
    {
        var text = address.AbsoluteUri;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (text, string.Empty) : (text[..hash], text[(hash + 1)..]);
    }
}
