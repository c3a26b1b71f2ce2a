using System.Net;
using Gatehouse.Model.ApisV2;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>CORS, answered by the gateway: http-api §12.</summary>
public sealed class CorsTests
{
    private const string Origin = "https://app.example.com";

    private static readonly CorsConfiguration Configuration = new()
    {
        AllowCredentials = true,
        AllowOrigins = ["https://app.example.com", "http://*"],
        AllowMethods = ["GET", "put"],
        AllowHeaders = ["x-a", "x-b"],
        ExposeHeaders = ["x-c", "date"],
        MaxAge = 600,
    };

    [Fact]
    public async Task A_preflight_is_answered_without_an_integration_and_without_an_OPTIONS_route()
    {
        await using var fixture = await StartAsync(Configuration);

        using var response = await PreflightAsync(fixture, "/x", Origin);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        One(response, "Access-Control-Allow-Origin").ShouldBe(Origin);
        One(response, "Access-Control-Allow-Methods").ShouldBe("GET,put");
        One(response, "Access-Control-Allow-Headers").ShouldBe("x-a,x-b");
        One(response, "Access-Control-Max-Age").ShouldBe("600");
        One(response, "Access-Control-Allow-Credentials").ShouldBe("true");
        response.Headers.Contains("Access-Control-Expose-Headers").ShouldBeFalse();
        response.Headers.Contains("apigw-requestid").ShouldBeTrue();
        fixture.Backend.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_preflight_to_no_route_at_all_is_answered_and_logged_with_a_hyphen()
    {
        await using var fixture = await StartAsync(Configuration, format: "$context.routeKey $context.status $context.requestId");

        using var response = await PreflightAsync(fixture, "/nowhere", Origin);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await fixture.Harness.Records.NextAsync()).AccessLog!.Text.ShouldStartWith("- 204 ");
    }

    [Fact]
    public async Task OPTIONS_without_one_of_the_two_headers_is_routed_as_usual()
    {
        await using var fixture = await StartAsync(Configuration);

        (await fixture.AskAsync("OPTIONS", "/x", ("Origin", Origin))).Status.ShouldBe(404);
        (await fixture.AskAsync("OPTIONS", "/x", ("Access-Control-Request-Method", "GET"))).Status.ShouldBe(404);
        (await fixture.AskAsync("OPTIONS", "/any", ("Origin", Origin))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://app.example.com:8443", false)]
    [InlineData("https://evil.example.com", false)]
    [InlineData("HTTPS://APP.EXAMPLE.COM", false)]
    [InlineData("http://anything", true)]
    [InlineData("null", false)]
    public async Task An_origin_is_echoed_when_it_is_allowed_and_otherwise_nothing_is_said(string origin, bool isAllowed)
    {
        await using var fixture = await StartAsync(Configuration);

        using var preflight = await PreflightAsync(fixture, "/x", origin);
        using var actual = await fixture.GetAsync("/x", ("Origin", origin));

        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent); // never 403
        actual.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var response in new[] { preflight, actual })
        {
            (response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null)
                .ShouldBe(isAllowed ? origin : null);
            response.Headers.Any(static header => header.Key.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase)).ShouldBe(isAllowed);
        }
    }

    [Fact]
    public async Task An_actual_answer_exposes_headers_and_credentials_and_drops_what_the_integration_says()
    {
        await using var fixture = await StartAsync(Configuration);

        using var response = await fixture.GetAsync("/x", ("Origin", Origin));
        using var without = await fixture.GetAsync("/x");

        One(response, "Access-Control-Allow-Origin").ShouldBe(Origin);
        One(response, "Access-Control-Expose-Headers").ShouldBe("x-c,date");
        One(response, "Access-Control-Allow-Credentials").ShouldBe("true");
        response.Headers.Contains("Access-Control-Allow-Methods").ShouldBeFalse();
        response.Headers.Vary.ShouldContain("Origin");
        without.Headers.Any(static header => header.Key.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_function_s_CORS_headers_are_dropped_too()
    {
        await using var fixture = await StartAsync(Configuration);
        fixture.Functions.Returns("{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\"}}");

        using var response = await fixture.GetAsync("/f", ("Origin", "https://evil.example.com"));

        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task The_star_is_said_as_it_is_and_lists_are_sent_literally()
    {
        await using var fixture = await StartAsync(new CorsConfiguration
        {
            AllowCredentials = false, AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["*"], ExposeHeaders = ["*"],
        });

        using var preflight = await PreflightAsync(fixture, "/x", Origin);
        using var actual = await fixture.GetAsync("/x", ("Origin", Origin));

        One(preflight, "Access-Control-Allow-Origin").ShouldBe("*");
        One(preflight, "Access-Control-Allow-Methods").ShouldBe("*");
        One(preflight, "Access-Control-Allow-Headers").ShouldBe("*");
        preflight.Headers.Contains("Access-Control-Max-Age").ShouldBeFalse();
        preflight.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        One(actual, "Access-Control-Expose-Headers").ShouldBe("*");
    }

    [Fact] // unconfirmed
    public async Task The_gateway_s_own_errors_have_the_headers_too()
    {
        await using var fixture = await StartAsync(Configuration);

        using var response = await fixture.GetAsync("/nowhere", ("Origin", Origin));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        One(response, "Access-Control-Allow-Origin").ShouldBe(Origin);
    }

    [Fact]
    public async Task A_preflight_that_matches_a_guarded_route_is_guarded_and_an_open_OPTIONS_route_cures_it()
    {
        var api = new HttpApiBuilder().Cors(Configuration).Route(
            "ANY /x", HttpApiBuilder.FunctionOf("2.0"), static route => route with { AuthorizationType = "NEWER" });
        await using var fixture = await StartAsync(Configuration);
        await fixture.DeployAsync(api);
        using (var guarded = await PreflightAsync(fixture, "/x", Origin))
        {
            guarded.IsSuccessStatusCode.ShouldBeFalse();
        }

        await fixture.DeployAsync(api.Function("OPTIONS /{proxy+}"), stage => stage with { DeploymentId = "dep002" });
        using var still = await PreflightAsync(fixture, "/x", Origin); // ANY /x is the fuller match
        still.IsSuccessStatusCode.ShouldBeFalse();

        await fixture.DeployAsync(api.Function("OPTIONS /x"), stage => stage with { DeploymentId = "dep003" });
        using var cured = await PreflightAsync(fixture, "/x", Origin);
        cured.StatusCode.ShouldBe(HttpStatusCode.NoContent); // the integration is not called (unconfirmed)
        fixture.Functions.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_configuration_preflights_are_routed_and_integrations_speak_for_themselves()
    {
        await using var fixture = await StartAsync(null);

        using var preflight = await PreflightAsync(fixture, "/any", Origin);
        using var lost = await PreflightAsync(fixture, "/x", Origin);

        preflight.StatusCode.ShouldBe(HttpStatusCode.OK);
        One(preflight, "Access-Control-Allow-Origin").ShouldBe("backend");
        lost.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string One(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    private static Task<HttpResponseMessage> PreflightAsync(HttpApiFixture fixture, string path, string origin) =>
        fixture.SendAsync("OPTIONS", path, null, ("Origin", origin), ("Access-Control-Request-Method", "GET"));

    private static Task<HttpApiFixture> StartAsync(CorsConfiguration? cors, string? format = null) => HttpApiFixture.StartAsync(
        (api, url) =>
        {
            if (cors is not null)
            {
                api.Cors(cors);
            }

            api.Proxy("GET /x", url).Proxy("ANY /any", url).Function("GET /f");
        },
        stage => format is null ? stage : stage with
        {
            AccessLogSettings = new AccessLogSettingsV2
            {
                DestinationArn = "arn:aws:logs:us-east-1:000000000000:log-group:g", Format = format,
            },
        },
        static context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "backend";
            context.Response.Headers["Access-Control-Private"] = "x";
            return context.Response.WriteAsync("backend");
        });
}
