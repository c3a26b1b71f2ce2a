using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Resolves names with a short memory: one question at a time per name, and the address that answered last comes first.</summary>
internal sealed class AddressBook(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The addresses to try in order; empty when the name does not resolve.</summary>
    public ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return new ValueTask<IPAddress[]>([literal]);
        }

        if (!_entries.TryGetValue(host, out var entry)
            || time.GetElapsedTime(entry.AskedAt) >= UpstreamLimits.AddressLifetime)
        {
            if (_entries.Count >= UpstreamLimits.RememberedNames)
            {
                _entries.Clear();
            }

            // The question is asked for all who wait, so no single caller's token may end it.
            entry = new Entry(time.GetTimestamp(), AskAsync(host), entry?.Preferred);
            _entries[host] = entry;
        }

        return entry.OrderAsync(cancellationToken);
    }

    /// <summary>That address answered: the next connection tries it first.</summary>
    public void Prefer(string host, IPAddress address)
    {
        if (_entries.TryGetValue(host, out var entry))
        {
            entry.Preferred = address;
        }
    }

    private static async Task<IPAddress[]> AskAsync(string host)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, CancellationToken.None);
            return addresses.Length <= UpstreamLimits.AddressesPerName
                ? addresses
                : addresses[..UpstreamLimits.AddressesPerName];
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return []; // Not found, no answer, or no name at all.
        }
    }

    private sealed class Entry(long askedAt, Task<IPAddress[]> answer, IPAddress? preferred)
    {
        public long AskedAt { get; } = askedAt;

        public IPAddress? Preferred { get; set; } = preferred;

        public async ValueTask<IPAddress[]> OrderAsync(CancellationToken cancellationToken)
        {
            var addresses = await answer.WaitAsync(cancellationToken);
            var place = Preferred is { } first ? Array.IndexOf(addresses, first) : -1;
            return place <= 0 ? addresses : [addresses[place], .. addresses[..place], .. addresses[(place + 1)..]];
        }
    }
}
