using Gatehouse.Execution.Mapping;

namespace Gatehouse.Execution.Validation;

/// <summary>The models of one method's requests, by media type.</summary>
internal sealed class RequestModelSet
{
    private readonly KeyValuePair<string, RequestModel>[] _byMediaType;
    private readonly RequestModel? _default;

    public RequestModelSet(IEnumerable<KeyValuePair<string, RequestModel>> models)
    {
        _byMediaType = [.. models];
        _default = Array.Find(_byMediaType, static entry => entry.Key == TemplateSet.DefaultKey).Value;
    }

    /// <summary>
    /// By the media type of the Content-Type, absent meaning JSON; else <c>$default</c>; else there is no validation
    /// (sheet §4.2).
    /// </summary>
    public RequestModel? Select(ReadOnlySpan<char> mediaType)
    {
        foreach (var entry in _byMediaType)
        {
            if (mediaType.Equals(entry.Key, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Value;
            }
        }

        return _default;
    }
}
