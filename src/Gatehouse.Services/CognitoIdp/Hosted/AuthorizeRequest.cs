using System.Text;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Clients;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>
/// What an app asks of the authorize endpoint, checked (security §6.4). Every page on the way carries it on in its query and
/// checks it anew.
/// </summary>
internal sealed record AuthorizeRequest
{
    private const int ChallengeChars = 43;
    private const int TextChars = 4_096;

    private static readonly string[] Carried =
    [
        "response_type", "client_id", "redirect_uri", "state", "scope", "code_challenge_method", "code_challenge", "nonce",
        "identity_provider", "idp_identifier", "login_hint", "lang",
    ];

    private static readonly string[] NeedOpenId = ["email", "phone", "profile"];

    public required OpenedClient Client { get; init; }

    public required string RedirectUri { get; init; }

    public required bool IsImplicit { get; init; }

    public required string[] Scopes { get; init; }

    public string? State { get; init; }

    public string? Challenge { get; init; }

    public string? Nonce { get; init; }

    public string? Provider { get; init; }

    public string? Prompt { get; init; }

    public string? LoginHint { get; init; }

    /// <summary>To be put behind the address of the next page.</summary>
    public required string Carry { get; init; }

    /// <summary>What the pages' policy has to let a form lead to.</summary>
    public string FormTarget => RedirectUris.SourceOf(RedirectUri);

    /// <returns>The request, or the answer that refuses it.</returns>
    public static async ValueTask<(AuthorizeRequest? Request, HostedAnswer? Refusal)> ReadAsync(
        CognitoRoom room, HostedRequest request, CancellationToken cancellationToken)
    {
        if (await SitePools.ClientAsync(room, request, request.FindQuery("client_id"), cancellationToken) is not { } client)
        {
            return (null, HostedHtml.Problem("Client does not exist."));
        }

        // Without a redirect address of the client's own nobody is sent anywhere.
        if (request.FindQuery("redirect_uri") is not { } redirect || !client.Value.Lists("CallbackURLs", redirect))
        {
            return (null, HostedHtml.Problem("redirect_mismatch"));
        }

        var state = request.FindQuery("state");
        var (read, error) = Read(request, client, redirect, state);
        return error is null ? (read, null) : (null, Fail(redirect, error, state, request.FindQuery("response_type") == "token"));
    }

    /// <summary>Back to the app with an error.</summary>
    public HostedAnswer Fail(string error, string? description = null) => Fail(RedirectUri, error, State, IsImplicit, description);

    /// <summary>An address with more behind it.</summary>
    public static string Append(string uri, bool isFragment, params ReadOnlySpan<(string Name, string? Value)> pairs)
    {
        var text = new StringBuilder(uri);
        var separator = isFragment ? '#' : uri.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in pairs)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return text.ToString();
    }

    private static HostedAnswer Fail(string redirect, string error, string? state, bool isFragment, string? description = null) =>
        HostedAnswer.Redirect(
            Append(redirect, isFragment, ("error", error), ("error_description", description), ("state", state)));

    private static (AuthorizeRequest? Request, string? Error) Read(
        HostedRequest request, OpenedClient client, string redirect, string? state)
    {
        if (request.Query.GroupBy(static pair => pair.Key, StringComparer.Ordinal).Any(static group => group.Count() > 1)
            || request.Query.Any(static pair => pair.Value.Length > TextChars))
        {
            return (null, "invalid_request");
        }

        var type = request.FindQuery("response_type");
        if (type is not ("code" or "token"))
        {
            return (null, "invalid_request");
        }

        if (!client.Value.Flag("AllowedOAuthFlowsUserPoolClient")
            || !client.Value.Lists("AllowedOAuthFlows", type == "code" ? "code" : "implicit"))
        {
            return (null, "unauthorized_client");
        }

        var (method, challenge) = (request.FindQuery("code_challenge_method"), request.FindQuery("code_challenge"));
        if ((method is null) != (challenge is null) || (method is not null && (method != "S256" || !IsChallenge(challenge!))))
        {
            return (null, "invalid_request");
        }

        return ScopesOf(client.Value, request.FindQuery("scope")) is { } scopes
            ? (new AuthorizeRequest
            {
                Client = client, RedirectUri = redirect, IsImplicit = type == "token", Scopes = scopes, State = state,
                Challenge = challenge, Nonce = request.FindQuery("nonce"),
                Provider = request.FindQuery("identity_provider") ?? request.FindQuery("idp_identifier"),
                Prompt = request.FindQuery("prompt"), LoginHint = request.FindQuery("login_hint"),
                Carry = CarryOf(request),
            }, null)
            : (null, "invalid_scope");
    }

    /// <summary>
    /// Those asked for that the client has; all of them when none is asked for. <see langword="null"/> when nothing is left,
    /// or something needs openid.
    /// </summary>
    private static string[]? ScopesOf(UserPoolClientDocument client, string? asked)
    {
        var allowed = client.Texts("AllowedOAuthScopes");
        var wanted = asked?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (wanted.Length > UserPoolLimits.RequestedScopes)
        {
            return null;
        }

        var granted = wanted.Length == 0
            ? allowed
            : [.. wanted.Where(scope => allowed.Contains(scope, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)];
        var lacksOpenId = !granted.Contains("openid", StringComparer.Ordinal)
            && granted.Any(static scope => NeedOpenId.Contains(scope, StringComparer.Ordinal));
        return granted.Length == 0 || lacksOpenId ? null : granted;
    }

    /// <summary>SHA-256 in base64url (RFC 7636 §4.2).</summary>
    private static bool IsChallenge(string text) =>
        text.Length == ChallengeChars && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string CarryOf(HostedRequest request) => string.Join('&', Carried
        .Where(name => request.FindQuery(name) is not null)
        .Select(name => $"{name}={Uri.EscapeDataString(request.FindQuery(name)!)}"));
}
