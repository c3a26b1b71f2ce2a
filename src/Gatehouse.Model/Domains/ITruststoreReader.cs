namespace Gatehouse.Model.Domains;

/// <summary>Fetches the bundles of mutual TLS from where <c>s3://bucket/key</c> leads.</summary>
public interface ITruststoreReader
{
    /// <exception cref="TruststoreUnreadableException">It is not there, or too large.</exception>
    Task<string> ReadAsync(string uri, string? version, string region, CancellationToken cancellationToken);
}

/// <summary>A bundle cannot be had; the message may be shown to the caller.</summary>
public sealed class TruststoreUnreadableException(string message) : Exception(message);
