using System.Buffers.Text;
using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>What the Connection and Keep-Alive lines of one response say (RFC 9110 §7.6.1). A mutable struct that lives in the head.</summary>
internal struct ConnectionDirectives
{
    public ConnectionDirectives()
    {
    }

    public bool SaysClose { get; private set; }

    public bool SaysKeepAlive { get; private set; }

    /// <summary>Other headers are named: those are hop-by-hop too.</summary>
    public bool NamesHeaders { get; private set; }

    /// <summary><c>Keep-Alive: timeout=N</c>; infinite when there is none.</summary>
    public TimeSpan KeepAliveHint { get; private set; } = Timeout.InfiniteTimeSpan;

    public void AddConnection(ReadOnlySpan<byte> value)
    {
        while (TakeItem(ref value, out var item))
        {
            if (Ascii.EqualsIgnoreCase(item, "close"u8))
            {
                SaysClose = true;
            }
            else if (Ascii.EqualsIgnoreCase(item, "keep-alive"u8))
            {
                SaysKeepAlive = true;
            }
            else if (!item.IsEmpty)
            {
                NamesHeaders = true;
            }
        }
    }

    public void AddKeepAlive(ReadOnlySpan<byte> value)
    {
        var prefix = "timeout="u8;
        while (TakeItem(ref value, out var item))
        {
            if (item.Length > prefix.Length
                && Ascii.EqualsIgnoreCase(item[..prefix.Length], prefix)
                && Utf8Parser.TryParse(item[prefix.Length..], out int seconds, out _)
                && seconds is >= 0 and <= UpstreamLimits.KeepAliveHintSeconds)
            {
                KeepAliveHint = TimeSpan.FromSeconds(seconds);
            }
        }
    }

    /// <summary>True when the list holds that name; case does not matter.</summary>
    public static bool Lists(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name)
    {
        while (TakeItem(ref value, out var item))
        {
            if (Ascii.EqualsIgnoreCase(item, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TakeItem(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> item)
    {
        if (rest.IsEmpty)
        {
            item = default;
            return false;
        }

        var comma = rest.IndexOf((byte)',');
        item = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
        rest = comma < 0 ? default : rest[(comma + 1)..];
        return true;
    }
}
