using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>A request to a service, on its way: signing adds to the headers.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Encoded.</param>
/// <param name="Query">Encoded, without question mark; may be empty.</param>
/// <param name="Headers">Host among them; all of them are signed.</param>
/// <param name="Body">Sent as it is; <see langword="null"/> sends none, and no length.</param>
internal sealed record AwsOutgoing(
    string Method, string Path, string Query, List<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte>? Body)
{
    /// <summary>Who signs in the integration's place: the caller himself, where it calls with his credentials.</summary>
    public SigningCredentials? Caller { get; init; }
}

/// <summary>Why a call to a service was not made.</summary>
internal enum AwsRefusal
{
    None = 0,

    /// <summary>STS gives no credentials for the role.</summary>
    RoleRefused = 1,

    /// <summary>The time of the integration was over before the request was sent.</summary>
    TimedOut = 2,

    /// <summary>The request is larger than a head may be.</summary>
    TooLarge = 3,
}

/// <summary>
/// Signs requests to one service with one identity and sends them: what every kind of API needs to call AWS, and nothing of
/// what they map.
/// </summary>
/// <param name="services">Shared at run time.</param>
/// <param name="signingName">The service's name in a signature's scope.</param>
/// <param name="credentials">Who signs.</param>
internal sealed class AwsTransport(AwsServices services, string signingName, AwsCredentials credentials)
{
    /// <summary>Finds the credentials, which may ask STS, and signs.</summary>
    /// <param name="endpoint">Gives the region of the signature.</param>
    /// <param name="outgoing">Gets the headers of the signature.</param>
    /// <param name="payloadHash">What the signature covers of the body.</param>
    /// <param name="timeout">How long STS may take.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    public async ValueTask<(AwsRefusal Refusal, string? Detail)> SignAsync(
        AwsEndpoint endpoint, AwsOutgoing outgoing, string payloadHash, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var signing = outgoing.Caller ?? credentials.Fixed;
        if (credentials.Role is { } role)
        {
            try
            {
                var answer = await services.Roles.GetAsync(role, timeout, cancellationToken);
                if (answer.Credentials is null)
                {
                    return (AwsRefusal.RoleRefused, answer.Refusal ?? "no reason given");
                }

                signing = answer.Credentials;
            }
            catch (TimeoutException)
            {
                return (AwsRefusal.TimedOut, null);
            }
        }

        new SigV4Signer(signing!, endpoint.Region, signingName, services.Keys).SignHeaders(
            outgoing.Method, outgoing.Path, outgoing.Query, outgoing.Headers, services.Time.GetUtcNow(), payloadHash);
        return (AwsRefusal.None, null);
    }

    /// <summary>Sends what was signed.</summary>
    /// <returns>The exchange, which the caller disposes, or why nothing was sent.</returns>
    public async ValueTask<(UpstreamExchange? Exchange, AwsRefusal Refusal)> SendAsync(
        AwsEndpoint endpoint, AwsOutgoing outgoing, TimeSpan timeLeft, CancellationToken cancellationToken)
    {
        using var request = UpstreamRequest.Rent();
        var target = outgoing.Query.Length == 0 ? outgoing.Path : $"{outgoing.Path}?{outgoing.Query}";
        if (!request.Start(outgoing.Method, target))
        {
            return (null, AwsRefusal.TooLarge);
        }

        foreach (var (name, value) in outgoing.Headers)
        {
            if (!request.AddHeader(name, value))
            {
                return (null, AwsRefusal.TooLarge); // what could not be written was left out before signing: this is size
            }
        }

        if (outgoing.Body is { } body)
        {
            request.SetBody(body);
        }

        return timeLeft <= TimeSpan.Zero
            ? (null, AwsRefusal.TimedOut)
            : (await services.Upstream.SendAsync(endpoint.Target, request, timeLeft, cancellationToken), AwsRefusal.None);
    }
}
