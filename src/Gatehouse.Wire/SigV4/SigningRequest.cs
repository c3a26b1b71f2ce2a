namespace Gatehouse.Wire.SigV4;

/// <summary>A request as a signature sees it: exactly what stands on the wire, nothing decoded.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="RawPath">
/// The path, still percent-encoded. Never rebuilt from a framework's decoded path, which has lost the difference
/// between <c>%2F</c> and a slash (security §1.3).
/// </param>
/// <param name="RawQuery">The query, still percent-encoded, without its question mark.</param>
/// <param name="Headers">Header lines in order of arrival; a name may come more than once.</param>
public readonly record struct SigningRequest(
    string Method, string RawPath, string RawQuery, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>The first line of a header, or <see langword="null"/>.</summary>
    public string? FindHeader(string name)
    {
        for (var i = 0; i < Headers.Count; i++)
        {
            if (Headers[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Headers[i].Value;
            }
        }

        return null;
    }

    public int CountHeader(string name)
    {
        var count = 0;
        for (var i = 0; i < Headers.Count; i++)
        {
            count += Headers[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        return count;
    }
}
