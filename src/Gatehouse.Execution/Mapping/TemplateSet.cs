namespace Gatehouse.Execution.Mapping;

/// <summary>
/// The templates of one integration request or response, by media type, in the order of the document.
/// </summary>
internal sealed class TemplateSet(IReadOnlyList<TemplateEntry> entries)
{
    public const string DefaultKey = "$default";

    public static readonly TemplateSet Empty = new([]);

    private readonly TemplateEntry[] _entries = [.. entries];
    private readonly TemplateEntry? _json = entries.FirstOrDefault(
        entry => entry.MediaType.Equals(MediaType.Json, StringComparison.OrdinalIgnoreCase));

    private readonly TemplateEntry? _default = entries.FirstOrDefault(entry => entry.MediaType == DefaultKey);

    public ReadOnlySpan<TemplateEntry> Entries => _entries;

    public bool IsEmpty => _entries.Length == 0;

    /// <summary>For a request: by its Content-Type, absent meaning JSON; then <c>$default</c> (sheet §5.6).</summary>
    public TemplateEntry? SelectForRequest(ReadOnlySpan<char> contentType)
    {
        var mediaType = MediaType.OfContentType(contentType);
        return mediaType.IsEmpty ? _json ?? _default : Find(mediaType) ?? _default;
    }

    /// <summary>For a response: by the first media type of Accept, then JSON, then the first (sheet §5.7).</summary>
    public TemplateEntry? SelectForResponse(ReadOnlySpan<char> firstAccepted)
    {
        if (_entries.Length == 0)
        {
            return null;
        }

        return (firstAccepted.IsEmpty ? null : Find(firstAccepted)) ?? _json ?? _entries[0];
    }

    private TemplateEntry? Find(ReadOnlySpan<char> mediaType)
    {
        foreach (var entry in _entries)
        {
            if (mediaType.Equals(entry.MediaType, StringComparison.OrdinalIgnoreCase))
            {
                return entry;
            }
        }

        return null;
    }
}

/// <summary>One template. A <see langword="null"/> template passes its input through.</summary>
internal sealed class TemplateEntry(string mediaType, CompiledTemplate? template)
{
    public string MediaType { get; } = mediaType;

    public CompiledTemplate? Template { get; } = template;

    /// <summary>What the client is told when this template made its body.</summary>
    public string ContentType { get; } =
        mediaType == TemplateSet.DefaultKey ? Mapping.MediaType.Json : mediaType;
}
