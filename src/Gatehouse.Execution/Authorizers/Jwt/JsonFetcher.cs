using System.Globalization;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// Gets a document of an issuer: bounded in time and bytes, TLS verified, no redirect followed, and only from addresses
/// that <see cref="EgressRules"/> allow.
/// </summary>
internal sealed class JsonFetcher(TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int Ok = 200;

    private static readonly UpstreamOptions Few = new() { MaxConnectionsPerTarget = 4, MaxIdlePerTarget = 1 };

    private readonly UpstreamClient _remote = new(
        Few with { AllowAddress = EgressRules.AllowsRemote }, time, logger);

    private readonly UpstreamClient _local = new(
        Few with { AllowAddress = EgressRules.AllowsLocal }, time, logger);

    /// <returns>The body, or why there is none. Never throws for what a network can cause.</returns>
    public async Task<(ReadOnlyMemory<byte> Body, string? Problem)> GetAsync(
        IssuerUrl url, int maxBytes, CancellationToken cancellationToken)
    {
        using var request = UpstreamRequest.Rent();
        if (!request.Start("GET", url.PathAndQuery) || !request.AddHeader("Accept", "application/json"))
        {
            return (default, $"{url.Text} cannot be asked for");
        }

        var client = url.IsThisMachine ? _local : _remote;
        await using var exchange = await client.SendAsync(
            url.Target, request, AuthorizerLimits.FetchTimeout, cancellationToken);
        if (exchange.Fault != UpstreamFault.None)
        {
            return (default, $"{url.Text}: {exchange.Fault}, {exchange.FaultDetail}");
        }

        if (exchange.StatusCode != Ok)
        {
            return (default, string.Create(
                CultureInfo.InvariantCulture, $"{url.Text} answered {exchange.StatusCode}"));
        }

        var read = await exchange.ReadBodyAsync(maxBytes, cancellationToken);
        // The bytes belong to the exchange, which ends here.
        return read.Fault == UpstreamFault.None
            ? (read.Bytes.ToArray(), null)
            : (default, $"{url.Text}: {read.Fault}, {exchange.FaultDetail}");
    }

    /// <summary>The same connections and rules for those who also post.</summary>
    public ProviderClient CreateProviderClient(IssuerDirectory issuers) => new(_remote, _local, issuers, time);

    public async ValueTask DisposeAsync()
    {
        await _remote.DisposeAsync();
        await _local.DisposeAsync();
    }
}
