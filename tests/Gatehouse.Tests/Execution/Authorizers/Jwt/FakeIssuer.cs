using System.Net;
using Gatehouse.Tests.Identity.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Tests.Execution.Authorizers.Jwt;

/// <summary>An issuer on a port of the system's choice: discovery, keys, and how often it was asked for what.</summary>
internal sealed class FakeIssuer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly List<string> _asked = [];

    private FakeIssuer(WebApplication server)
    {
        _server = server;
        Authority = new SigningAuthority();
    }

    public SigningAuthority Authority { get; private set; }

    public string Url { get; private set; } = "";

    /// <summary>What the issuer answers to a path; <see langword="null"/> is 404.</summary>
    public Func<string, string?> Answer { get; set; } = static _ => null;

    /// <summary>The issuer sends everybody there.</summary>
    public string? Redirect { get; set; }

    /// <summary>The issuer answers 503 to everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>Holds the answers back until it completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var issuer = new FakeIssuer(server);
        server.Run(issuer.HandleAsync);
        await server.StartAsync();
        issuer.Url = server.Urls.First();
        issuer.Authority.Issuer = issuer.Url;
        issuer.Publish(issuer.Authority.KeySet());
        return issuer;
    }

    /// <summary>Discovery, and this set of keys.</summary>
    public void Publish(string keySet, string? keyAddress = null) => Answer = path =>
        path.EndsWith("/.well-known/openid-configuration", StringComparison.Ordinal)
            ? $"{{\"issuer\":\"{Url}\",\"jwks_uri\":\"{keyAddress ?? Url + "/keys"}\"}}"
            : path == "/keys" || path.EndsWith("/.well-known/jwks.json", StringComparison.Ordinal) ? keySet : null;

    public int CountOf(string path)
    {
        lock (_asked)
        {
            return _asked.Count(one => one == path);
        }
    }

    public string[] Asked()
    {
        lock (_asked)
        {
            return [.. _asked];
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        lock (_asked)
        {
            _asked.Add(context.Request.Path);
        }

        await Gate;
        var answer = IsDown ? null : Answer(context.Request.Path!);
        context.Response.StatusCode = IsDown ? 503 : answer is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        if (Redirect is not null)
        {
            context.Response.Redirect(Redirect);
        }

        await context.Response.WriteAsync(answer ?? "");
    }
}
