namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>A request for a hosted page or endpoint, without anything of the server that received it.</summary>
public sealed record HostedRequest
{
    public required string Method { get; init; }

    /// <summary>Decoded, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>With the port.</summary>
    public required string Host { get; init; }

    public required bool IsHttps { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Query { get; init; }

    /// <summary>Fields of a posted form; empty otherwise.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Form { get; init; }

    public required IReadOnlyDictionary<string, string> Cookies { get; init; }

    public string? Authorization { get; init; }

    public string? Origin { get; init; }

    public string? RequestedHeaders { get; init; }

    public bool IsPost => Method == "POST";

    public bool IsRead => Method is "GET" or "HEAD";

    /// <summary>Scheme and host as the caller wrote them.</summary>
    public string BaseUrl => $"{(IsHttps ? "https" : "http")}://{Host}";

    /// <summary>The host without its port.</summary>
    public string HostName => Host.LastIndexOf(':') is > 0 and var colon && !Host.EndsWith(']') ? Host[..colon] : Host;

    /// <returns><see langword="null"/> when it is absent or there more than once: then it says nothing.</returns>
    public string? FindQuery(string name) => Find(Query, name);

    public string? FindField(string name) => Find(Form, name);

    /// <summary>A record prints its members; forms hold passwords.</summary>
    public override string ToString() => $"{Method} {Path}";

    private static string? Find(IReadOnlyList<KeyValuePair<string, string>> pairs, string name)
    {
        string? found = null;
        foreach (var (key, value) in pairs)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                if (found is not null)
                {
                    return null;
                }

                found = value;
            }
        }

        return found;
    }
}
