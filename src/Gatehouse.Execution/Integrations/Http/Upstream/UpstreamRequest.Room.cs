using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

internal sealed partial class UpstreamRequest
{
    /// <summary>The exact number only where the usual bound would not fit.</summary>
    private int BytesOf(ReadOnlySpan<char> value) => _length + (value.Length * 3) < UpstreamLimits.RequestHeadBytes / 2
        ? value.Length * 3
        : Encoding.UTF8.GetByteCount(value);

    private bool HasRoom(int more)
    {
        if (_length + more > UpstreamLimits.RequestHeadBytes)
        {
            return false;
        }

        Ensure(more);
        return true;
    }

    private void Ensure(int more)
    {
        if (_buffer.Length - _length < more)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
        }
    }
}
