using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Strings for header names and values. A backend mostly repeats itself, so each place remembers the last text it held:
/// comparing is cheaper than making a string again.</summary>
internal sealed class HeaderTexts
{
    // Spelled as servers spell them; equal literals of ASP.NET are the same instances, which its own header table likes.
    private static readonly string[][] WellKnownByLength = Group(
        "Accept-Ranges", "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Age", "Allow",
        "Cache-Control", "Connection", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length",
        "Content-Range", "Content-Security-Policy", "Content-Type", "Date", "ETag", "Expires", "Keep-Alive",
        "Last-Modified", "Link", "Location", "Pragma", "Retry-After", "Server", "Set-Cookie",
        "Strict-Transport-Security", "Transfer-Encoding", "Vary", "Via", "WWW-Authenticate", "X-Content-Type-Options",
        "X-Frame-Options", "X-Powered-By", "X-Request-Id", "content-length", "content-type", "date", "server");

    private readonly string?[] _names = new string?[UpstreamLimits.RememberedHeaders];
    private readonly string?[] _values = new string?[UpstreamLimits.RememberedHeaders];

    public string NameOf(int index, ReadOnlySpan<byte> name)
    {
        if (index >= _names.Length)
        {
            return WellKnown(name) ?? Encoding.ASCII.GetString(name);
        }

        var last = _names[index];
        if (last is not null && Ascii.Equals(name, last))
        {
            return last;
        }

        return _names[index] = WellKnown(name) ?? Encoding.ASCII.GetString(name);
    }

    public string ValueOf(int index, ReadOnlySpan<byte> value)
    {
        if (index >= _values.Length || value.Length > UpstreamLimits.RememberedValueLength)
        {
            return Encoding.Latin1.GetString(value);
        }

        var last = _values[index];
        if (last is not null && Ascii.Equals(value, last))
        {
            return last;
        }

        return _values[index] = Encoding.Latin1.GetString(value);
    }

    private static string? WellKnown(ReadOnlySpan<byte> name)
    {
        if (name.Length >= WellKnownByLength.Length)
        {
            return null;
        }

        foreach (var candidate in WellKnownByLength[name.Length])
        {
            if (Ascii.Equals(name, candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static string[][] Group(params string[] names)
    {
        var groups = new string[names.Max(name => name.Length) + 1][];
        for (var length = 0; length < groups.Length; length++)
        {
            groups[length] = [.. names.Where(name => name.Length == length)];
        }

        return groups;
    }
}
