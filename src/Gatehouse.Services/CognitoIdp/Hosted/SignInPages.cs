using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.SignIn;
using Gatehouse.Services.CognitoIdp.Users;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>The authorize endpoint and the pages of a sign-in (security §6.4).</summary>
internal sealed class SignInPages(CognitoRoom room)
{
    private const string Unavailable = "Login pages unavailable";

    private readonly SignInFlow _flow = new(room);

    public async ValueTask<HostedAnswer> AuthorizeAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsRead)
        {
            return HostedAnswer.MethodNotAllowed("GET");
        }

        var (asked, refusal) = await AuthorizeRequest.ReadAsync(room, request, cancellationToken);
        if (asked is null)
        {
            return refusal!;
        }

        if (asked.Provider is { } provider && provider != "COGNITO")
        {
            return await new ProviderRoundTrip(room).BeginAsync(request, asked, provider, cancellationToken);
        }

        if (asked.Prompt != "login" && await SiteCookies.FindAsync(request, asked.Client.Pool, cancellationToken) is { } known)
        {
            return await HostedFinish.BackAsync(asked, known.User, known.Since, cancellationToken);
        }

        return asked.Prompt == "none" ? asked.Fail("login_required") : HostedAnswer.Redirect("/login?" + asked.Carry);
    }

    public async ValueTask<HostedAnswer> LoginAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        var (asked, refusal) = await AuthorizeRequest.ReadAsync(room, request, cancellationToken);
        if (asked is null)
        {
            return refusal!;
        }

        if (!request.IsPost)
        {
            return Show(request, asked, null, asked.LoginHint);
        }

        if (!Forgery.IsOwn(request))
        {
            return Show(request, asked, "The page was open for too long. Please try again.", null, 403);
        }

        if (!HasOwnUsers(asked.Client))
        {
            return HostedHtml.Problem(Unavailable);
        }

        var (name, password) = (request.FindField("username")?.Trim() ?? "", request.FindField("password") ?? "");
        try
        {
            var user = await _flow.CheckPasswordAsync(asked.Client, name, password, cancellationToken);
            _flow.RequireState(user.Value);
            return await NextAsync(request, asked, await _flow.ContinueHostedAsync(asked.Client, user.Value), user, cancellationToken);
        }
        catch (ServiceFaultException fault) when (fault.Code == "UserNotConfirmedException")
        {
            return HostedAnswer.Redirect($"/confirmUser?{asked.Carry}&username={Uri.EscapeDataString(name)}");
        }
        catch (ServiceFaultException fault)
        {
            return Show(request, asked, fault.Message, name);
        }
    }

    public async ValueTask<HostedAnswer> NewPasswordAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        var (asked, refusal) = await StepAsync(request, cancellationToken);
        if (asked is null)
        {
            return refusal!;
        }

        var session = request.FindField("session") ?? "";
        try
        {
            var challenge = await PoolChallenges.ReadAsync(asked.Client, session, "NEW_PASSWORD_REQUIRED", cancellationToken);
            if (challenge.User.Value.Status != PoolUserStatus.ForceChangePassword)
            {
                return Show(request, asked, "Please sign in again.", null);
            }

            var password = request.FindField("password") ?? "";
            NewUsers.CheckPassword(asked.Client.Pool.Value, password);
            var changed = challenge.User.Value with
            {
                Password = await room.Passwords.CreateAsync(
                    asked.Client.Pool.Value, challenge.User.Value.Username, password, cancellationToken),
                Status = PoolUserStatus.Confirmed,
                TemporaryPasswordExpires = null,
                Modified = room.Now,
            };
            await asked.Client.Pool.SaveAsync(challenge.User, changed, cancellationToken);
            var user = (await asked.Client.Pool.FindBySubAsync(changed.Sub, cancellationToken))!;
            return await NextAsync(
                request, asked, await _flow.ContinueHostedAsync(asked.Client, changed), user, cancellationToken);
        }
        catch (ServiceFaultException fault) when (fault.Code == "InvalidPasswordException")
        {
            return PasswordPage(request, asked, session, fault.Message);
        }
        catch (ServiceFaultException fault)
        {
            return Show(request, asked, fault.Message, null);
        }
    }

    public async ValueTask<HostedAnswer> SecondFactorAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        var (asked, refusal) = await StepAsync(request, cancellationToken);
        if (asked is null)
        {
            return refusal!;
        }

        var session = request.FindField("session") ?? "";
        try
        {
            var user = await _flow.CheckFactorAsync(
                asked.Client, session, request.FindField("code")?.Trim() ?? "", cancellationToken);
            return await SignedInAsync(request, asked, user, cancellationToken);
        }
        catch (ServiceFaultException fault) when (fault.Code == "CodeMismatchException")
        {
            return FactorPage(request, asked, session, fault.Message);
        }
        catch (ServiceFaultException fault)
        {
            return Show(request, asked, fault.Message, null);
        }
    }

    public async ValueTask<HostedAnswer> LogoutAsync(HostedRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsRead)
        {
            return HostedAnswer.MethodNotAllowed("GET");
        }

        if (await SitePools.ClientAsync(room, request, request.FindQuery("client_id"), cancellationToken) is not { } client)
        {
            return HostedHtml.Problem("Client does not exist.");
        }

        if (request.FindQuery("logout_uri") is { } away)
        {
            return client.Value.Lists("LogoutURLs", away)
                ? HostedAnswer.Redirect(away).With("Set-Cookie", SiteCookies.SignOut(request))
                : HostedHtml.Problem("Invalid logout_uri.");
        }

        var (asked, refusal) = await AuthorizeRequest.ReadAsync(room, request, cancellationToken);
        return asked is null
            ? refusal!
            : HostedAnswer.Redirect("/login?" + asked.Carry).With("Set-Cookie", SiteCookies.SignOut(request));
    }

    private async ValueTask<(AuthorizeRequest? Asked, HostedAnswer? Refusal)> StepAsync(
        HostedRequest request, CancellationToken cancellationToken)
    {
        var (asked, refusal) = await AuthorizeRequest.ReadAsync(room, request, cancellationToken);
        return asked is null ? (null, refusal)
            : !request.IsPost ? (null, HostedAnswer.Redirect("/login?" + asked.Carry))
            : Forgery.IsOwn(request) ? (asked, null)
            : (null, Show(request, asked, "The page was open for too long. Please try again.", null, 403));
    }

    private async ValueTask<HostedAnswer> NextAsync(
        HostedRequest request, AuthorizeRequest asked, JsonObject? challenge, Versioned<PoolUserDocument> user,
        CancellationToken cancellationToken) => challenge?["ChallengeName"]?.GetValue<string>() switch
        {
            null => await SignedInAsync(request, asked, user, cancellationToken),
            "NEW_PASSWORD_REQUIRED" => PasswordPage(request, asked, challenge["Session"]!.GetValue<string>(), null),
            SignInFlow.SoftwareToken => FactorPage(request, asked, challenge["Session"]!.GetValue<string>(), null),
            _ => Show(request, asked, "A second factor has to be set up in the app before signing in here.", null),
        };

    private async ValueTask<HostedAnswer> SignedInAsync(
        HostedRequest request, AuthorizeRequest asked, Versioned<PoolUserDocument> user, CancellationToken cancellationToken)
    {
        var now = room.Now;
        var answer = await HostedFinish.BackAsync(asked, user, now, cancellationToken);
        return answer.With("Set-Cookie", SiteCookies.SignIn(request, asked.Client.Pool, user.Value, now));
    }

    private static bool HasOwnUsers(OpenedClient client) =>
        client.Value.Texts("SupportedIdentityProviders") is [] || client.Value.Lists("SupportedIdentityProviders", "COGNITO");

    private static HostedAnswer Show(
        HostedRequest request, AuthorizeRequest asked, string? problem, string? name, int status = 200)
    {
        var client = asked.Client;
        var body = HostedHtml.Alert(problem);
        var (csrf, cookie) = Forgery.TokenOf(request);
        if (HasOwnUsers(client))
        {
            body += HostedHtml.Form(
                "/login?" + asked.Carry, csrf,
                HostedHtml.Field("username", "Username", autocomplete: "username", value: name)
                + HostedHtml.Field("password", "Password", "password", "current-password"),
                "Sign in");
        }

        var links = string.Concat(client.Value.Texts("SupportedIdentityProviders").Where(static one => one != "COGNITO")
            .Select(one => HostedHtml.Link(
                $"/oauth2/authorize?{asked.Carry}&identity_provider={Uri.EscapeDataString(one)}", "Continue with " + one)));
        if (HasOwnUsers(client))
        {
            links += HostedHtml.Link("/forgotPassword?" + asked.Carry, "Forgot your password?");
            links += client.Pool.Value.Settings["AdminCreateUserConfig"]?["AllowAdminCreateUserOnly"]?.GetValue<bool>() == true
                ? ""
                : HostedHtml.Link("/signup?" + asked.Carry, "Sign up");
        }

        var page = HostedHtml.Page("Sign in", body + $"<nav aria-label=\"Other ways\">{links}</nav>", status, asked.FormTarget);
        return cookie is null ? page : page.With("Set-Cookie", cookie);
    }

    private static HostedAnswer PasswordPage(HostedRequest request, AuthorizeRequest asked, string session, string? problem) =>
        HostedHtml.Page(
            "Change password",
            HostedHtml.Alert(problem) + HostedHtml.Form(
                "/newPassword?" + asked.Carry, Forgery.TokenOf(request).Token,
                HostedHtml.Hidden("session", session) + HostedHtml.Field("password", "New password", "password", "new-password"),
                "Send"),
            200, asked.FormTarget);

    private static HostedAnswer FactorPage(HostedRequest request, AuthorizeRequest asked, string session, string? problem) =>
        HostedHtml.Page(
            "Authenticator code",
            HostedHtml.Alert(problem) + HostedHtml.Form(
                "/mfa?" + asked.Carry, Forgery.TokenOf(request).Token,
                HostedHtml.Hidden("session", session)
                + HostedHtml.Field("code", "Code of your authenticator app", autocomplete: "one-time-code"),
                "Sign in"),
            200, asked.FormTarget);
}
