using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>
/// The pages: plain HTML that works without scripts, with a label for every field, errors that are announced, and a policy
/// that allows nothing but the one style below and the form's own target.
/// </summary>
internal static class HostedHtml
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#16191f}"
        + "main{max-width:24rem;margin:4rem auto;padding:2rem;background:#fff;border:1px solid #d5dbdb;border-radius:.5rem}"
        + "h1{font-size:1.25rem;margin:0 0 1rem}label{display:block;margin:1rem 0 .25rem}"
        + "input{box-sizing:border-box;width:100%;font:inherit;padding:.5rem;border:1px solid #687078;border-radius:.25rem}"
        + "button{width:100%;margin-top:1.5rem;padding:.6rem;font:inherit;border:0;border-radius:.25rem;background:#0b5cad;color:#fff}"
        + "button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid #f2a900;outline-offset:2px}"
        + "[role=alert]{padding:.5rem .75rem;background:#fdecea;border-left:4px solid #b0201a}"
        + "[role=status]{padding:.5rem .75rem;background:#e6f2ea;border-left:4px solid #1d6b3a}"
        + "nav a{display:block;margin-top:.75rem;color:#0b5cad}";

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <param name="title">What the page is for.</param>
    /// <param name="body">HTML, its texts encoded.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="formTarget">Where else than here a form may lead in the end.</param>
    public static HostedAnswer Page(string title, string body, int status = 200, string? formTarget = null)
    {
        var html = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + $"<title>{Encode(title)}</title><style>{Style}</style></head>"
            + $"<body><main><h1>{Encode(title)}</h1>{body}</main></body></html>";
        return HostedAnswer.Html(status, html)
            .With(
                "Content-Security-Policy",
                $"default-src 'none'; style-src 'sha256-{StyleHash}'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                + (formTarget is null ? "" : " " + formTarget))
            .With("X-Frame-Options", "DENY")
            .With("X-Content-Type-Options", "nosniff")
            .With("Referrer-Policy", "same-origin")
            .With("Cache-Control", "no-store");
    }

    /// <summary>What cannot be told to an app, because it is not known to be the right one.</summary>
    public static HostedAnswer Problem(string what) => Page("An error was encountered with the requested page.", Alert(what), 400);

    public static string Alert(string? text) => text is null ? "" : $"<p role=\"alert\">{Encode(text)}</p>";

    public static string Status(string? text) => text is null ? "" : $"<p role=\"status\">{Encode(text)}</p>";

    public static string Link(string address, string text) => $"<a href=\"{Encode(address)}\">{Encode(text)}</a>";

    public static string Field(
        string name, string label, string type = "text", string autocomplete = "off", string? value = null, bool isRequired = true) =>
        $"<label for=\"{Encode(name)}\">{Encode(label)}</label>"
        + $"<input id=\"{Encode(name)}\" name=\"{Encode(name)}\" type=\"{type}\" autocomplete=\"{autocomplete}\""
        + (value is null ? "" : $" value=\"{Encode(value)}\"") + (isRequired ? " required" : "") + ">";

    public static string Hidden(string name, string value) =>
        $"<input type=\"hidden\" name=\"{Encode(name)}\" value=\"{Encode(value)}\">";

    public static string Form(string action, string csrf, string fields, string button) =>
        $"<form method=\"post\" action=\"{Encode(action)}\">{Hidden(Forgery.Field, csrf)}{fields}"
        + $"<button type=\"submit\">{Encode(button)}</button></form>";
}
