using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>The header lines of a response in their order, without allocation: <c>foreach (var header in exchange.Headers)</c>.</summary>
internal readonly struct UpstreamHeaders(UpstreamHead head)
{
    public int Count => head.Count;

    public UpstreamHeader this[int index] => new(head, index);

    /// <summary>First value of that name (case does not matter); false when absent.</summary>
    public bool TryGet(ReadOnlySpan<char> name, out ReadOnlySpan<byte> value)
    {
        for (var index = 0; index < head.Count; index++)
        {
            if (Ascii.EqualsIgnoreCase(head.NameAt(index), name))
            {
                value = head.ValueAt(index);
                return true;
            }
        }

        value = default;
        return false;
    }

    public Enumerator GetEnumerator() => new(head);

    internal ref struct Enumerator(UpstreamHead head)
    {
        private int _index = -1;

        public readonly UpstreamHeader Current => new(head, _index);

        public bool MoveNext() => ++_index < head.Count;
    }
}
