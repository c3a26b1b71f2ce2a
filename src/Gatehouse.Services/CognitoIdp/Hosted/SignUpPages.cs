using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.SignUp;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>Pages to sign up, to confirm, and to get back in without the password (security §6.4).</summary>
internal sealed class SignUpPages(CognitoRoom room)
{
    private const string Stale = "The page was open for too long. Please try again.";

    private readonly SignUpFlow _flow = new(room);

    public ValueTask<HostedAnswer> SignUpAsync(HostedRequest request, CancellationToken cancellationToken) =>
        RunAsync(request, ShowSignUp, SubmitSignUpAsync, cancellationToken);

    public ValueTask<HostedAnswer> ConfirmAsync(HostedRequest request, CancellationToken cancellationToken) => RunAsync(
        request,
        static (request, asked, problem) => ShowConfirm(request, asked, NameOf(request), null, problem),
        SubmitConfirmAsync, cancellationToken);

    public ValueTask<HostedAnswer> ForgotAsync(HostedRequest request, CancellationToken cancellationToken) => RunAsync(
        request,
        static (request, asked, problem) => Show(
            request, asked, "Forgot your password?", "/forgotPassword", problem, null,
            HostedHtml.Field("username", "Username", autocomplete: "username", value: NameOf(request)), "Reset my password"),
        SubmitForgotAsync, cancellationToken);

    public ValueTask<HostedAnswer> ConfirmForgotAsync(HostedRequest request, CancellationToken cancellationToken) => RunAsync(
        request,
        static (request, asked, problem) => ShowReset(request, asked, NameOf(request), null, problem),
        SubmitResetAsync, cancellationToken);

    /// <summary>Every page: read what the app asks, show the form, or take it when it is this site's own.</summary>
    private async ValueTask<HostedAnswer> RunAsync(
        HostedRequest request, Func<HostedRequest, AuthorizeRequest, string?, HostedAnswer> show,
        Func<HostedRequest, AuthorizeRequest, CancellationToken, ValueTask<HostedAnswer>> submit,
        CancellationToken cancellationToken)
    {
        var (asked, refusal) = await AuthorizeRequest.ReadAsync(room, request, cancellationToken);
        if (asked is null)
        {
            return refusal!;
        }

        if (!request.IsPost)
        {
            return show(request, asked, null);
        }

        if (!Forgery.IsOwn(request))
        {
            return show(request, asked, Stale) with { Status = 403 };
        }

        try
        {
            return await submit(request, asked, cancellationToken);
        }
        catch (ServiceFaultException fault) when (fault.Status < 500)
        {
            return show(request, asked, fault.Message);
        }
    }

    private async ValueTask<HostedAnswer> SubmitSignUpAsync(
        HostedRequest request, AuthorizeRequest asked, CancellationToken cancellationToken)
    {
        var name = NameOf(request);
        var attributes = Wanted(asked.Client.Pool.Value)
            .Select(attribute => new PoolAttribute(attribute, request.FindField("attribute:" + attribute)?.Trim() ?? ""))
            .Where(static attribute => attribute.Value.Length > 0)
            .ToList();
        var (_, delivery) = await _flow.SignUpAsync(
            asked.Client, name, request.FindField("password") ?? "", attributes, cancellationToken);
        return ShowConfirm(request, asked, name, DeliveryText(delivery), null);
    }

    private async ValueTask<HostedAnswer> SubmitConfirmAsync(
        HostedRequest request, AuthorizeRequest asked, CancellationToken cancellationToken)
    {
        var name = NameOf(request);
        if (request.FindField("resend") is not null || request.FindField("code") is not { Length: > 0 } code)
        {
            var delivery = await _flow.ResendAsync(asked.Client, name, cancellationToken);
            return ShowConfirm(request, asked, name, DeliveryText(delivery), null);
        }

        await _flow.ConfirmAsync(asked.Client, name, code.Trim(), takesAliases: false, cancellationToken);
        return HostedAnswer.Redirect("/login?" + asked.Carry);
    }

    private async ValueTask<HostedAnswer> SubmitForgotAsync(
        HostedRequest request, AuthorizeRequest asked, CancellationToken cancellationToken)
    {
        var name = NameOf(request);
        var delivery = await _flow.ForgotAsync(asked.Client, name, cancellationToken);
        return ShowReset(request, asked, name, DeliveryText(delivery), null);
    }

    private async ValueTask<HostedAnswer> SubmitResetAsync(
        HostedRequest request, AuthorizeRequest asked, CancellationToken cancellationToken)
    {
        await _flow.ConfirmForgotAsync(
            asked.Client, NameOf(request), request.FindField("code")?.Trim() ?? "", request.FindField("password") ?? "",
            cancellationToken);
        return HostedAnswer.Redirect("/login?" + asked.Carry);
    }

    private static string NameOf(HostedRequest request) =>
        (request.FindField("username") ?? request.FindQuery("username"))?.Trim() ?? "";

    /// <summary>What the pool requires, and what it verifies.</summary>
    private static IEnumerable<string> Wanted(UserPoolDocument pool) => pool.Schema
        .Where(schema => schema is { Name: not "sub", IsDeveloperOnly: false }
            && (schema.IsRequired || pool.Lists("AutoVerifiedAttributes", schema.Name))
            && !pool.Lists("UsernameAttributes", schema.Name))
        .Select(static schema => schema.Name);

    private static string? DeliveryText(JsonObject? delivery) => delivery is null
        ? null
        : $"A code is on its way to {delivery["Destination"]!.GetValue<string>()}.";

    private static HostedAnswer ShowSignUp(HostedRequest request, AuthorizeRequest asked, string? problem)
    {
        var fields = HostedHtml.Field("username", "Username", autocomplete: "username", value: NameOf(request))
            + string.Concat(Wanted(asked.Client.Pool.Value).Select(name => HostedHtml.Field(
                "attribute:" + name, name.Replace('_', ' '), name == "email" ? "email" : "text",
                name == "email" ? "email" : name == "phone_number" ? "tel" : "off", request.FindField("attribute:" + name))))
            + HostedHtml.Field("password", "Password", "password", "new-password");
        return Show(request, asked, "Sign up", "/signup", problem, null, fields, "Sign up");
    }

    private static HostedAnswer ShowConfirm(
        HostedRequest request, AuthorizeRequest asked, string name, string? status, string? problem) => Show(
        request, asked, "Confirm your account", "/confirmUser", problem, status,
        HostedHtml.Hidden("username", name)
        + HostedHtml.Field("code", "Code (leave it empty to get a new one)", autocomplete: "one-time-code", isRequired: false),
        "Confirm account");

    private static HostedAnswer ShowReset(
        HostedRequest request, AuthorizeRequest asked, string name, string? status, string? problem) => Show(
        request, asked, "Change password", "/confirmForgotPassword", problem, status,
        HostedHtml.Hidden("username", name)
        + HostedHtml.Field("code", "Code", autocomplete: "one-time-code")
        + HostedHtml.Field("password", "New password", "password", "new-password"),
        "Change password");

    private static HostedAnswer Show(
        HostedRequest request, AuthorizeRequest asked, string title, string action, string? problem, string? status, string fields,
        string button)
    {
        var (csrf, cookie) = Forgery.TokenOf(request);
        var page = HostedHtml.Page(
            title,
            HostedHtml.Alert(problem) + HostedHtml.Status(status)
            + HostedHtml.Form($"{action}?{asked.Carry}", csrf, fields, button)
            + $"<nav aria-label=\"Other ways\">{HostedHtml.Link("/login?" + asked.Carry, "Back to sign in")}</nav>");
        return cookie is null ? page : page.With("Set-Cookie", cookie);
    }
}
