using System.Text.Json;
using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>Where an issuer's keys are.</summary>
internal abstract class KeySource(JsonFetcher fetcher)
{
    public abstract Task<KeyFetch> FetchAsync(CancellationToken cancellationToken);

    protected JsonFetcher Fetcher { get; } = fetcher;

    protected async Task<KeyFetch> FetchKeysAsync(IssuerUrl url, CancellationToken cancellationToken)
    {
        var (body, problem) = await Fetcher.GetAsync(url, TokenLimits.KeySetBytes, cancellationToken);
        if (problem is not null)
        {
            return KeyFetch.Failed(KeyFetch.KeySetProblem, problem);
        }

        return KeySetReader.TryRead(body) is { } keys
            ? new KeyFetch(keys, body, null, null)
            : KeyFetch.Failed(KeyFetch.KeySetProblem, $"{url.Text} is no key set");
    }
}

/// <summary>The keys are at a known address: a user pool's.</summary>
internal sealed class KnownKeySource(JsonFetcher fetcher, IssuerUrl url) : KeySource(fetcher)
{
    public override Task<KeyFetch> FetchAsync(CancellationToken cancellationToken) =>
        FetchKeysAsync(url, cancellationToken);
}

/// <summary>The issuer says where its keys are (OIDC Discovery §4).</summary>
/// <remarks>
/// Whether AWS compares the document's own <c>issuer</c> is unconfirmed. It comes from the configured issuer's own
/// address in any case, and what a token's <c>iss</c> is compared with is the configured text.
/// </remarks>
internal sealed class DiscoveredKeySource(JsonFetcher fetcher, IssuerUrl discovery) : KeySource(fetcher)
{
    public override async Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        var (url, detail) = await FindKeysAsync(cancellationToken);
        return url is null
            ? KeyFetch.Failed(KeyFetch.DiscoveryProblem, detail!)
            : await FetchKeysAsync(url, cancellationToken);
    }

    /// <summary>The first half alone: what creating an authorizer checks (http-api §3.5).</summary>
    public async Task<(IssuerUrl? Url, string? Detail)> FindKeysAsync(CancellationToken cancellationToken)
    {
        var (body, problem) = await Fetcher.GetAsync(discovery, AuthorizerLimits.DiscoveryBytes, cancellationToken);
        if (problem is not null)
        {
            return (null, problem);
        }

        if (ReadKeyAddress(body) is not { } text || !IssuerUrl.TryParse(text, out var url))
        {
            return (null, $"{discovery.Text} names no jwks_uri");
        }

        return discovery.MayLeadTo(url)
            ? (url, null)
            : (null, $"{discovery.Text} may not send to {url.Text}");
    }

    private static string? ReadKeyAddress(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(
                body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("jwks_uri"u8, out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or a text that is none
        }
    }
}
