using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>One header line of a response. Spans are valid until the exchange is disposed, strings for ever.</summary>
internal readonly ref struct UpstreamHeader
{
    private readonly UpstreamHead _head;
    private readonly int _index;

    public UpstreamHeader(UpstreamHead head, int index)
    {
        _head = head;
        _index = index;
    }

    public ReadOnlySpan<byte> Name => _head.NameAt(_index);

    /// <summary>Without surrounding white space.</summary>
    public ReadOnlySpan<byte> Value => _head.ValueAt(_index);

    /// <summary>The name as the backend spelled it; no allocation for well-known names or repeated ones.</summary>
    public string NameText => _head.NameTextAt(_index);

    /// <summary>The value as Latin-1; no allocation when this connection saw the same value in the same place before.</summary>
    public string ValueText => _head.ValueTextAt(_index);

    /// <summary>Connection, Keep-Alive, Proxy-Connection, TE, Trailer, Transfer-Encoding, Upgrade, and what Connection
    /// names (RFC 9110 §7.6.1).</summary>
    public bool IsHopByHop =>
        HopByHop.Contains(Name) || (_head.ConnectionNamesHeaders && _head.IsNamedByConnection(Name));

    /// <summary>Case does not matter.</summary>
    public bool IsNamed(ReadOnlySpan<char> name) => Ascii.EqualsIgnoreCase(Name, name);
}
