using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Identity.Tokens;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// Speaks to providers of identities for the user pools: within the same rules as keys are fetched by (security §11.3), no
/// redirect followed, bounded in time and bytes.
/// </summary>
internal sealed class ProviderClient(
    UpstreamClient remote, UpstreamClient local, IssuerDirectory issuers, TimeProvider time) : IProviderClient
{
    private const TokenAlgorithms Algorithms = TokenAlgorithms.Rsa | TokenAlgorithms.Ecdsa;

    public async ValueTask<ProviderAnswer> GetAsync(string url, string? bearer, CancellationToken cancellationToken)
    {
        using var request = UpstreamRequest.Rent();
        return IssuerUrl.TryParse(url, out var parsed) && request.Start("GET", parsed.PathAndQuery)
            && request.AddHeader("Accept", "application/json")
            && (bearer is null || request.AddHeader("Authorization", "Bearer " + bearer))
            ? await SendAsync(parsed, request, cancellationToken)
            : new ProviderAnswer(0, string.Empty, $"{url} cannot be asked");
    }

    public async ValueTask<ProviderAnswer> PostFormAsync(
        string url, string? basicCredentials, IReadOnlyList<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken)
    {
        var body = Encoding.ASCII.GetBytes(string.Join('&', form.Select(static pair =>
            $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")));
        using var request = UpstreamRequest.Rent();
        if (!IssuerUrl.TryParse(url, out var parsed) || !request.Start("POST", parsed.PathAndQuery)
            || !request.AddHeader("Accept", "application/json")
            || !request.AddHeader("Content-Type", "application/x-www-form-urlencoded")
            || (basicCredentials is not null && !request.AddHeader("Authorization", "Basic " + basicCredentials)))
        {
            return new ProviderAnswer(0, string.Empty, $"{url} cannot be asked");
        }

        request.SetBody(body);
        return await SendAsync(parsed, request, cancellationToken);
    }

    public async ValueTask<string?> VerifyAsync(
        string token, string issuer, string? keysUrl, CancellationToken cancellationToken)
    {
        TokenChecker? checker;
        if (keysUrl is null ? !issuers.TryOpen(issuer, Algorithms, out checker) : !issuers.TryOpenAt(issuer, keysUrl, Algorithms, out checker))
        {
            return null;
        }

        var verdict = await checker!.CheckAsync(token.AsMemory(), cancellationToken);
        if (verdict.Token is not { } verified || TokenVerifier.CheckDates(verified.Claims, time.GetUtcNow()) != TokenFault.None)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in verified.Claims.Members)
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private async ValueTask<ProviderAnswer> SendAsync(
        IssuerUrl url, UpstreamRequest request, CancellationToken cancellationToken)
    {
        await using var exchange = await (url.IsThisMachine ? local : remote).SendAsync(
            url.Target, request, AuthorizerLimits.ProviderTimeout, cancellationToken);
        if (exchange.Fault != UpstreamFault.None)
        {
            return new ProviderAnswer(0, string.Empty, $"{exchange.Fault}, {exchange.FaultDetail}");
        }

        var read = await exchange.ReadBodyAsync(AuthorizerLimits.DiscoveryBytes, cancellationToken);
        return read.Fault == UpstreamFault.None
            ? new ProviderAnswer(exchange.StatusCode, Encoding.UTF8.GetString(read.Bytes.Span), null)
            : new ProviderAnswer(0, string.Empty, $"{read.Fault}, {exchange.FaultDetail}");
    }
}
