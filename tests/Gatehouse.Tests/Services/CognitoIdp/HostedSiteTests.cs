using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.CognitoIdp.Hosted;
using Shouldly;

namespace Gatehouse.Tests.Services.CognitoIdp;

/// <summary>The OAuth endpoints and pages (security §6.4; RFC 6749, RFC 7636).</summary>
public sealed class HostedSiteTests
{
    private const string Back = "https://app.example/back";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private readonly PoolHarness _house = new();
    private readonly HostedSites _sites;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public HostedSiteTests() => _sites = new HostedSites(_house.House);

    [Fact]
    public async Task A_code_is_bound_to_client_redirect_and_challenge_and_counts_once()
    {
        var (_, client) = await OpenAsync();
        var other = await OpenClientAsync((await OpenAsync()).Pool);
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).ShouldBe(Challenge);

        async Task<string> Error(string code, string by, string redirect, string? verifier) =>
            Json(await TokenAsync(("grant_type", "authorization_code"), ("client_id", by), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier)))["error"]?.GetValue<string>() ?? "none";
        (await Error(await CodeAsync(client), other, Back, Verifier)).ShouldBe("invalid_grant");
        (await Error(await CodeAsync(client), client, Back + "/", Verifier)).ShouldBe("invalid_grant");
        (await Error(await CodeAsync(client), client, Back, Verifier + "x")).ShouldBe("invalid_grant");
        (await Error(await CodeAsync(client), client, Back, null)).ShouldBe("invalid_grant");
        var good = await CodeAsync(client);
        (await Error(good, client, Back, Verifier)).ShouldBe("none");
        (await Error(good, client, Back, Verifier)).ShouldBe("invalid_grant");
        var late = await CodeAsync(client);
        _house.Clock.Now = _house.Clock.Now.AddMinutes(5);
        (await Error(late, client, Back, Verifier)).ShouldBe("invalid_grant");
    }

    [Theory]
    [InlineData("https://app.example/back/")]
    [InlineData("https://app.example/back?x=1")]
    [InlineData("https://app.example/BACK")]
    [InlineData("https://app.example.evil/back")]
    [InlineData("//evil.example")]
    [InlineData(null)]
    public async Task Nobody_is_sent_to_an_address_that_the_client_did_not_register(string? redirect)
    {
        var (_, client) = await OpenAsync();
        foreach (var path in (string[])["/oauth2/authorize", "/login", "/signup", "/confirmUser", "/forgotPassword", "/logout"])
        {
            var answer = await GetAsync(path, ("client_id", client), ("response_type", "code"), ("redirect_uri", redirect), ("logout_uri", path == "/logout" ? redirect ?? "x" : null));
            answer.Status.ShouldBe(400, path);
            answer.Headers.ShouldNotContain(static header => header.Key == "Location");
        }
    }

    [Theory]
    [InlineData("response_type", "id_token", "invalid_request")]
    [InlineData("response_type", "token", "unauthorized_client")]
    [InlineData("scope", "email", "invalid_scope")]
    [InlineData("scope", "none", "invalid_scope")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("identity_provider", "Google", "invalid_request")]
    public async Task Errors_go_to_the_app_with_its_state(string name, string value, string error)
    {
        var (_, client) = await OpenAsync();
        var query = Request(client);
        query[name] = value;

        var location = Location(await GetAsync("/oauth2/authorize", [.. query.Select(static pair => (pair.Key, (string?)pair.Value))]));
        location.ShouldStartWith(Back + (value == "token" ? "#" : "?") + "error=" + error);
        location.ShouldEndWith("&state=s%26t");
    }

    [Fact]
    public async Task The_implicit_flow_gives_tokens_behind_a_hash_and_no_refresh_token()
    {
        var (pool, client) = await OpenAsync("implicit");
        var query = Request(client);
        query["response_type"] = "token";
        var location = Location(await SignInAsync(query));

        location.ShouldStartWith(Back + "#id_token=");
        location.ShouldNotContain("refresh_token");
        var id = location.Split("id_token=")[1].Split('&')[0];
        var claims = _house.Claims(pool, id);
        (claims["nonce"]!.GetValue<string>(), claims["aud"]!.GetValue<string>()).ShouldBe(("n", client));
        var access = location.Split("access_token=")[1].Split('&')[0];
        claims["at_hash"]!.GetValue<string>().ShouldBe(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(access)).AsSpan(0, 16)));
        _house.Claims(pool, access)["version"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task The_page_is_safe_and_its_form_is_its_own()
    {
        var (_, client) = await OpenAsync();
        var query = Request(client);
        query["state"] = "\"><script>alert(1)</script>";
        query["login_hint"] = "\"><script>alert(2)</script>";
        var page = await GetAsync("/login", [.. query.Select(static pair => (pair.Key, (string?)pair.Value))]);
        var html = Encoding.UTF8.GetString(page.Body.Span);
        html.ShouldNotContain("<script");
        html.ShouldContain("<label for=\"username\">");
        html.ShouldContain("<html lang=\"en\">");
        Header(page, "Content-Security-Policy").ShouldContain("default-src 'none'");
        Header(page, "Content-Security-Policy").ShouldEndWith("form-action 'self' https://app.example");
        Header(page, "X-Frame-Options").ShouldBe("DENY");
        Header(page, "Set-Cookie").ShouldContain("HttpOnly; SameSite=Lax");

        // Without the cookie, with another one, and from another origin.
        var (fields, target, own) = (Fields(html), "/login", new Dictionary<string, string>(_cookies));
        (await PostAsync(target, query, fields, cookies: [])).Status.ShouldBe(403);
        (await PostAsync(target, query, [.. fields.Where(static field => field.Key != "_csrf")], own)).Status.ShouldBe(403);
        (await PostAsync(target, query, fields, own, "https://evil.example")).Status.ShouldBe(403);
        Location(await PostAsync(target, query, fields, own, "http://localhost:4566")).ShouldStartWith(Back + "?code=");
    }

    [Fact]
    public async Task The_browsers_session_ends_with_its_hour_with_logout_and_with_a_global_sign_out()
    {
        var (pool, client) = await OpenAsync();
        await SignInAsync(Request(client));
        async Task<string> Next() => Location(await GetAsync("/oauth2/authorize", [.. Request(client).Select(static pair => (pair.Key, (string?)pair.Value))]));
        (await Next()).ShouldStartWith(Back + "?code=");
        var session = _cookies["cognito"];
        await _house.OkAsync("AdminUserGlobalSignOut", new JsonObject { ["UserPoolId"] = pool, ["Username"] = "ann" });
        (await Next()).ShouldStartWith("/login?");

        _house.Clock.Now = _house.Clock.Now.AddSeconds(1);
        await SignInAsync(Request(client));
        _cookies["cognito"].ShouldNotBe(session);
        (await Next()).ShouldStartWith(Back + "?code=");
        _house.Clock.Now = _house.Clock.Now.AddMinutes(61);
        (await Next()).ShouldStartWith("/login?");
        var out_ = await GetAsync("/logout", ("client_id", client), ("logout_uri", "https://app.example/bye"));
        Location(out_).ShouldBe("https://app.example/bye");
        Header(out_, "Set-Cookie").ShouldStartWith("cognito=; ");
    }

    [Fact]
    public async Task Clients_prove_their_secret_in_one_of_two_ways()
    {
        var (pool, _) = await OpenAsync();
        await _house.OkAsync("CreateResourceServer", new JsonObject
        {
            ["UserPoolId"] = pool, ["Identifier"] = "pets", ["Name"] = "pets",
            ["Scopes"] = new JsonArray(new JsonObject { ["ScopeName"] = "read", ["ScopeDescription"] = "r" }),
        });
        var made = await _house.CreateClientAsync(pool, new JsonObject
        {
            ["GenerateSecret"] = true, ["AllowedOAuthFlowsUserPoolClient"] = true,
            ["AllowedOAuthFlows"] = new JsonArray("client_credentials"), ["AllowedOAuthScopes"] = new JsonArray("pets/read"),
        });
        var (id, secret) = (made["ClientId"]!.GetValue<string>(), made["ClientSecret"]!.GetValue<string>());
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
        async Task<(int, string)> Ask(string? header, params (string, string?)[] fields)
        {
            var answer = await TokenAsync(header, [("grant_type", "client_credentials"), .. fields]);
            return (answer.Status, Json(answer)["error"]?.GetValue<string>() ?? "none");
        }

        (await Ask(basic)).ShouldBe((200, "none"));
        (await Ask(null, ("client_id", id), ("client_secret", secret))).ShouldBe((200, "none"));
        (await Ask(basic, ("client_secret", secret))).ShouldBe((400, "invalid_request"));
        (await Ask(null, ("client_id", id))).ShouldBe((400, "invalid_client"));
        (await Ask(null, ("client_id", id), ("client_secret", secret + "x"))).ShouldBe((400, "invalid_client"));
        (await Ask(null, ("client_id", "unknown"))).ShouldBe((400, "invalid_client"));
        (await Ask(basic, ("scope", "pets/write"))).ShouldBe((400, "invalid_scope"));
        Json(await TokenAsync(basic, ("grant_type", "password")))["error"]!.GetValue<string>().ShouldBe("unsupported_grant_type");
        Json(await TokenAsync(basic, ("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", Back)))["error"]!
            .GetValue<string>().ShouldBe("unauthorized_client");
        Json(await TokenAsync(basic))["error"]!.GetValue<string>().ShouldBe("invalid_request");
    }

    [Fact]
    public async Task Keys_and_discovery_are_under_the_pool_and_a_domain_serves_its_own_pool_alone()
    {
        var (pool, client) = await OpenAsync();
        var keys = Json(await GetAsync($"/{pool}/.well-known/jwks.json"))["keys"]!.AsArray();
        keys.Count.ShouldBe(2);
        keys[0]!.AsObject().Select(static pair => pair.Key).ShouldBe(["kid", "alg", "kty", "e", "n", "use"]); // security §6.3
        var discovery = Json(await GetAsync($"/{pool}/.well-known/openid-configuration"));
        discovery["issuer"]!.GetValue<string>().ShouldBe($"https://cognito-idp.us-east-1.amazonaws.com/{pool}");
        discovery["jwks_uri"]!.GetValue<string>().ShouldBe($"http://localhost:4566/{pool}/.well-known/jwks.json");
        _house.Directory.FindKeySet("us-east-1_Nobody000").ShouldBeNull();
        _sites.Owns("GET", "/us-east-1_Nobody000/.well-known/jwks.json", null).ShouldBeFalse();
        _sites.Owns("GET", "/restapis", null).ShouldBeFalse();

        await _house.OkAsync("CreateUserPoolDomain", new JsonObject { ["UserPoolId"] = pool, ["Domain"] = "pets" });
        var other = (await OpenAsync()).Client;
        (await SendAsync("GET", "/login", Request(client), host: "pets.auth.us-east-1.amazoncognito.com")).Status.ShouldBe(200);
        (await SendAsync("GET", "/login", Request(other), host: "pets.auth.us-east-1.amazoncognito.com")).Status.ShouldBe(400);
        (await SendAsync("GET", "/login", Request(client), host: "none.auth.us-east-1.amazoncognito.com")).Status.ShouldBe(400);
    }

    private async Task<(string Pool, string Client)> OpenAsync(string flow = "code")
    {
        var pool = await _house.CreatePoolAsync();
        await _house.AddUserAsync(pool, "ann", ("email", "ann@example.com"));
        return (pool, await OpenClientAsync(pool, flow));
    }

    private async Task<string> OpenClientAsync(string pool, string flow = "code") => (await _house.CreateClientAsync(pool, new JsonObject
    {
        ["AllowedOAuthFlowsUserPoolClient"] = true, ["AllowedOAuthFlows"] = new JsonArray(flow),
        ["AllowedOAuthScopes"] = new JsonArray("openid", "email"), ["CallbackURLs"] = new JsonArray(Back),
        ["LogoutURLs"] = new JsonArray("https://app.example/bye"),
    }))["ClientId"]!.GetValue<string>();

    private static Dictionary<string, string> Request(string client) => new(StringComparer.Ordinal)
    {
        ["client_id"] = client, ["response_type"] = "code", ["redirect_uri"] = Back, ["state"] = "s&t", ["nonce"] = "n",
        ["scope"] = "openid email", ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
    };

    private async Task<string> CodeAsync(string client) => Location(await SignInAsync(Request(client))).Split("code=")[1].Split('&')[0];

    private async Task<HostedAnswer> SignInAsync(Dictionary<string, string> query)
    {
        var page = await SendAsync("GET", "/login", query);
        return await PostAsync("/login", query, Fields(Encoding.UTF8.GetString(page.Body.Span)));
    }

    private List<KeyValuePair<string, string>> Fields(string html) =>
    [
        new("_csrf", html.Contains("_csrf") ? html.Split("name=\"_csrf\" value=\"")[1].Split('"')[0] : ""), new("username", "ann"),
        new("password", PoolHarness.Password),
    ];

    private Task<HostedAnswer> GetAsync(string path, params (string Name, string? Value)[] query) => SendAsync(
        "GET", path, query.Where(static pair => pair.Value is not null).ToDictionary(static pair => pair.Name, static pair => pair.Value!));

    private Task<HostedAnswer> PostAsync(
        string path, Dictionary<string, string> query, List<KeyValuePair<string, string>> form,
        Dictionary<string, string>? cookies = null, string? origin = null) => SendAsync("POST", path, query, form, cookies, origin);

    private Task<HostedAnswer> TokenAsync(params (string Name, string? Value)[] fields) => TokenAsync(null, fields);

    private Task<HostedAnswer> TokenAsync(string? authorization, params (string Name, string? Value)[] fields) => SendAsync(
        "POST", "/oauth2/token", [],
        [.. fields.Where(static field => field.Value is not null).Select(static field => new KeyValuePair<string, string>(field.Name, field.Value!))],
        authorization: authorization);

    private async Task<HostedAnswer> SendAsync(
        string method, string path, Dictionary<string, string> query, List<KeyValuePair<string, string>>? form = null,
        Dictionary<string, string>? cookies = null, string? origin = null, string? authorization = null, string host = "localhost:4566")
    {
        var answer = await _sites.AnswerAsync(
            new HostedRequest
            {
                Method = method, Path = path, Host = host, IsHttps = false, Query = [.. query], Form = form ?? [], Cookies = cookies ?? _cookies,
                Origin = origin, Authorization = authorization,
            },
            default);
        foreach (var header in answer.Headers.Where(static header => header.Key == "Set-Cookie"))
        {
            var pair = header.Value.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    private static string Location(HostedAnswer answer) => Header(answer, "Location");

    private static string Header(HostedAnswer answer, string name) =>
        answer.Headers.FirstOrDefault(header => header.Key == name).Value ?? $"{answer.Status}: {Encoding.UTF8.GetString(answer.Body.Span)}";

    private static JsonNode Json(HostedAnswer answer) => JsonNode.Parse(answer.Body.Span)!;
}
