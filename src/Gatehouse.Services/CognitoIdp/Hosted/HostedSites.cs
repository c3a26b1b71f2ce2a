using Gatehouse.Model.Documents;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>
/// The OAuth 2.0 endpoints and pages of user pools (security §6.4): on a pool's own domain, and on this server's own name,
/// where the client's id says which pool is meant.
/// </summary>
/// <param name="house">The pools.</param>
public sealed class HostedSites(UserPoolHouse house)
{
    private const string WellKnown = "/.well-known/";
    private const string TargetHeader = "x-amz-target";
    private const int Attempts = 4;

    private static readonly string[] Paths =
    [
        "/oauth2/authorize", "/oauth2/token", "/oauth2/userInfo", "/oauth2/revoke", "/oauth2/idpresponse", "/login", "/logout",
        "/signup", "/confirmUser", "/forgotPassword", "/confirmForgotPassword", "/newPassword", "/mfa",
    ];

    private readonly CognitoRoom _room = house.Room;
    private readonly WellKnownPages _wellKnown = new(house.Room);
    private readonly TokenEndpoint _token = new(house.Room);
    private readonly SignInPages _signIn = new(house.Room);
    private readonly SignUpPages _signUp = new(house.Room);
    private readonly ProviderRoundTrip _providers = new(house.Room);

    /// <summary>Whether the address is one of these; asked for every request that is no API's.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="path">Decoded.</param>
    /// <param name="requestedHeaders">What a preflight asks to send.</param>
    public bool Owns(string method, string path, string? requestedHeaders)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Array.IndexOf(Paths, path) >= 0
            || PoolOf(path) is { } pool && _room.Directory.Find(pool) is not null
            || (method == "OPTIONS" && path == "/"
                && requestedHeaders?.Contains(TargetHeader, StringComparison.OrdinalIgnoreCase) == true);
    }

    public async ValueTask<HostedAnswer> AnswerAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method == "OPTIONS")
        {
            return Preflight(request);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await DispatchAsync(request, cancellationToken);
            }
            catch (DocumentConflictException) when (attempt < Attempts)
            {
                // Another request changed the same user in this moment: read again and decide again.
            }
            catch (ServiceFaultException fault) when (fault.Status < 500)
            {
                return HostedHtml.Problem(fault.Message);
            }
        }
    }

    private ValueTask<HostedAnswer> DispatchAsync(HostedRequest request, CancellationToken cancellationToken) =>
        request.Path switch
        {
            "/oauth2/authorize" => _signIn.AuthorizeAsync(request, cancellationToken),
            "/oauth2/token" => _token.TokenAsync(request, cancellationToken),
            "/oauth2/userInfo" => _token.UserInfoAsync(request, cancellationToken),
            "/oauth2/revoke" => _token.RevokeAsync(request, cancellationToken),
            "/oauth2/idpresponse" => _providers.ReturnAsync(request, cancellationToken),
            "/login" => _signIn.LoginAsync(request, cancellationToken),
            "/newPassword" => _signIn.NewPasswordAsync(request, cancellationToken),
            "/mfa" => _signIn.SecondFactorAsync(request, cancellationToken),
            "/logout" => _signIn.LogoutAsync(request, cancellationToken),
            "/signup" => _signUp.SignUpAsync(request, cancellationToken),
            "/confirmUser" => _signUp.ConfirmAsync(request, cancellationToken),
            "/forgotPassword" => _signUp.ForgotAsync(request, cancellationToken),
            "/confirmForgotPassword" => _signUp.ConfirmForgotAsync(request, cancellationToken),
            var path => _wellKnown.AnswerAsync(request, PoolOf(path)!, cancellationToken),
        };

    /// <summary>The pool of a path such as <c>/us-east-1_AbCdEf123/.well-known/jwks.json</c>.</summary>
    private static string? PoolOf(string path)
    {
        var end = path.IndexOf(WellKnown, StringComparison.Ordinal);
        return end > 1 && path.AsSpan(end + WellKnown.Length) is "jwks.json" or "openid-configuration"
            && UserPoolNames.IsPoolId(path[1..end])
            ? path[1..end]
            : null;
    }

    /// <summary>
    /// Apps in browsers may call the operations that nobody signs, and the endpoints that take no cookie. Not
    /// <c>authorization</c> on the operations: a page of any origin could use credentials that this server takes from
    /// everyone on loopback.
    /// </summary>
    private static HostedAnswer Preflight(HostedRequest request)
    {
        var isOperation = request.Path == "/";
        if (!isOperation && request.Path is not ("/oauth2/token" or "/oauth2/userInfo" or "/oauth2/revoke")
            && PoolOf(request.Path) is null)
        {
            return HostedAnswer.MethodNotAllowed("GET, POST");
        }

        return new HostedAnswer
        {
            Status = 204,
            Headers =
            [
                new("Access-Control-Allow-Origin", "*"),
                new("Access-Control-Allow-Methods", isOperation ? "POST" : "GET, POST"),
                new(
                    "Access-Control-Allow-Headers",
                    isOperation
                        ? "content-type, x-amz-target, x-amz-user-agent, amz-sdk-invocation-id, amz-sdk-request, cache-control"
                        : "content-type, authorization"),
                new("Access-Control-Max-Age", "3600"),
            ],
        };
    }
}
