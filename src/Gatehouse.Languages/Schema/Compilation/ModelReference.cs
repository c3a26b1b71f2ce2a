namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>
/// <c>https://apigateway.amazonaws.com/restapis/{apiId}/models/{name}</c>, or the form with the region in the host
/// (rest-control-plane §2.18), perhaps with a pointer into that model.
/// </summary>
internal readonly record struct ModelReference(string ApiId, string Name, string Fragment)
{
    private const string Scheme = "https://";

    public static ModelReference? TryParse(string reference)
    {
        if (!reference.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? string.Empty : reference[(hash + 1)..];
        var address = hash < 0 ? reference[Scheme.Length..] : reference[Scheme.Length..hash];
        return address.Split('/') is [var host, "restapis", { Length: > 0 } api, "models", { Length: > 0 } name]
            && IsApiGateway(host)
            ? new ModelReference(api, name, fragment)
            : null;
    }

    private static bool IsApiGateway(string host) =>
        host.StartsWith("apigateway.", StringComparison.OrdinalIgnoreCase)
        && (host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase));
}
