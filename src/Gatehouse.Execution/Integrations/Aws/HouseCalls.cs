using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>One call of a service that no API's configuration made.</summary>
internal sealed record HouseCall
{
    public required AwsServiceFacts Service { get; init; }

    public required string Partition { get; init; }

    public required string Region { get; init; }

    public string Method { get; init; } = "POST";

    /// <summary>Encoded; goes behind the endpoint's own.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The endpoint's own path is the address of what is called: nothing goes behind it.</summary>
    public Func<string, bool>? IsWholeAddress { get; init; }

    public string Query { get; init; } = string.Empty;

    public required List<KeyValuePair<string, string>> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Assumed first, where the operator's map says so.</summary>
    public string? RoleArn { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <value>Bytes of the answer at most.</value>
    public required int AnswerBytes { get; init; }
}

/// <summary>What a service answered, or why it did not.</summary>
internal sealed record HouseReply
{
    /// <summary>One sentence for the operator; <see langword="null"/> when there is an answer, whatever it says.</summary>
    public string? Problem { get; init; }

    public int Status { get; init; }

    public List<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    public string? Find(string header) =>
        Headers.Find(h => h.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>
/// Calls of the house itself to services outside: destinations of events, functions elsewhere. Where they lead and who
/// signs is the operator's word (services.json), as for integrations.
/// </summary>
internal sealed class HouseCalls(AwsServices services)
{
    private readonly AwsIntegrationCompiler _compiler = new(services);

    public async ValueTask<HouseReply> CallAsync(HouseCall call, CancellationToken cancellationToken)
    {
        var uri = new AwsUri(call.Partition, call.Region, Subdomain: null, call.Service.Name, IsAction: false, call.Path);
        if (AwsEndpoint.TryResolve(services.Map, call.Service, uri, out var error) is not { } endpoint
            || FindCredentials(call, uri, endpoint, out error) is not { } signing)
        {
            return new HouseReply { Problem = error };
        }

        var path = call.IsWholeAddress?.Invoke(endpoint.PathPrefix) == true
            ? endpoint.PathPrefix
            : endpoint.PathPrefix + call.Path;
        var outgoing = new AwsOutgoing(
            call.Method, path, call.Query, [new("Host", endpoint.Host), .. call.Headers], call.Body);
        var hash = SigV4Signer.HashPayload(call.Body.Span);
        if (call.Service.IsS3)
        {
            outgoing.Headers.Add(new("x-amz-content-sha256", hash));
        }

        var transport = new AwsTransport(services, call.Service.Signing, signing);
        var started = services.Time.GetTimestamp();
        var (refusal, detail) = await transport.SignAsync(endpoint, outgoing, hash, call.Timeout, cancellationToken);
        if (refusal != AwsRefusal.None)
        {
            return new HouseReply { Problem = $"{call.Service.Name} was not called ({refusal}): {detail}" };
        }

        var left = call.Timeout - services.Time.GetElapsedTime(started);
        var (exchange, unsent) = await transport.SendAsync(endpoint, outgoing, left, cancellationToken);
        if (exchange is null)
        {
            return new HouseReply { Problem = $"{call.Service.Name} was not called ({unsent})" };
        }

        await using (exchange)
        {
            return await ReadAsync(call, endpoint, exchange, cancellationToken);
        }
    }

    private static async ValueTask<HouseReply> ReadAsync(
        HouseCall call, AwsEndpoint endpoint, UpstreamExchange exchange, CancellationToken cancellationToken)
    {
        var fault = exchange.Fault;
        ReadOnlyMemory<byte> body = default;
        if (fault == UpstreamFault.None)
        {
            var read = await exchange.ReadBodyAsync(call.AnswerBytes, cancellationToken);
            (fault, body) = (read.Fault, read.Bytes.ToArray());
        }

        if (fault != UpstreamFault.None)
        {
            return new HouseReply
            {
                Problem = $"{call.Service.Name} at {endpoint.Url}: {fault}, {exchange.FaultDetail}",
            };
        }

        var headers = new List<KeyValuePair<string, string>>();
        foreach (var header in exchange.Headers)
        {
            headers.Add(new(header.NameText, header.ValueText));
        }

        return new HouseReply { Status = exchange.StatusCode, Headers = headers, Body = body };
    }

    private AwsCredentials? FindCredentials(HouseCall call, AwsUri uri, AwsEndpoint endpoint, out string? error)
    {
        if (call.RoleArn is { } role)
        {
            return _compiler.TryFindCredentials(role, call.Service, uri, endpoint, out error);
        }

        error = null;
        var own = endpoint.Credentials;
        return new AwsCredentials(
            new SigningCredentials(own.AccessKeyId, own.SecretAccessKey, own.SessionToken), Role: null);
    }
}
