using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Mapping;

/// <summary>Reads the one media type that a rule asks for, as a slice of the header.</summary>
internal static class MediaType
{
    public const string Json = "application/json";

    /// <summary>The media type of a Content-Type, parameters stripped (sheet §5.6).</summary>
    public static ReadOnlySpan<char> OfContentType(ReadOnlySpan<char> contentType)
    {
        var semicolon = contentType.IndexOf(';');
        return (semicolon < 0 ? contentType : contentType[..semicolon]).Trim();
    }

    /// <summary>The first media type of an Accept in textual order; weights are not looked at (sheet §8.1).</summary>
    public static ReadOnlySpan<char> FirstOfAccept(ReadOnlySpan<char> accept)
    {
        var comma = accept.IndexOf(',');
        return OfContentType(comma < 0 ? accept : accept[..comma]);
    }

    public static ReadOnlySpan<char> FirstOfAccept(StringValues accept) =>
        accept.Count == 0 ? default : FirstOfAccept(accept[0].AsSpan());
}
