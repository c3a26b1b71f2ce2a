namespace Gatehouse.Model.UserPools;

/// <summary>
/// Talks to providers of identities on behalf of the pools: bounded in time and bytes, no redirects, no addresses that
/// the house's egress rules forbid (security §11.3).
/// </summary>
public interface IProviderClient
{
    /// <summary>A document, or what a bearer token gives access to.</summary>
    ValueTask<ProviderAnswer> GetAsync(string url, string? bearer, CancellationToken cancellationToken);

    /// <summary>A form, as token endpoints take it.</summary>
    ValueTask<ProviderAnswer> PostFormAsync(
        string url, string? basicCredentials, IReadOnlyList<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken);

    /// <summary>Signature, issuer and dates of an ID token, by the keys at that address.</summary>
    /// <returns>The claims as a JSON object, or <see langword="null"/> when the token is not to be believed.</returns>
    ValueTask<string?> VerifyAsync(
        string token, string issuer, string? keysUrl, CancellationToken cancellationToken);
}

/// <param name="Status">The status, or 0 when there was no answer.</param>
/// <param name="Body">UTF-8 text.</param>
/// <param name="Problem">Why there was none; for the log.</param>
public sealed record ProviderAnswer(int Status, string Body, string? Problem)
{
    /// <summary>A record prints its members; the body holds tokens.</summary>
    public override string ToString() => $"answer {Status}";
}
