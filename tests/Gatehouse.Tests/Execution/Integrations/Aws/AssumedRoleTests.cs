using System.Net;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Tests.Execution.Integrations.Http;
using Gatehouse.Tests.Execution.Integrations.Http.Upstream;
using Gatehouse.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>rest-execution §5.3: the role is assumed as <c>BackplaneAssumeRoleSession</c>, once for many calls.</summary>
public sealed class AssumedRoleTests
{
    [Fact]
    public async Task Calls_are_signed_with_the_roles_credentials_and_STS_is_asked_once()
    {
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("sqs:path/1/q"),
            context => IsSts(context) ? context.Response.WriteAsync(Credentials("ASIAROLE", "2099-01-01T00:00:00Z")) : Task.CompletedTask,
            entry => entry with { AssumesRoles = true });

        await fixture.Harness.GetAsync("/prod/x");
        await fixture.Harness.GetAsync("/prod/x");

        var asked = fixture.Service.Requests.Where(request => request.Body.Contains("AssumeRole", StringComparison.Ordinal)).ToList();
        asked.Count.ShouldBe(1);
        asked[0].Body.ShouldBe(
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fgateway"
            + "&RoleSessionName=BackplaneAssumeRoleSession");
        asked[0].Headers["Authorization"].ShouldContain("Credential=AKIDEXAMPLE/");
        asked[0].Headers["Authorization"].ShouldContain("/us-east-1/sts/aws4_request");
        var calls = fixture.Service.Requests.Except(asked).ToList();
        calls.Count.ShouldBe(2);
        calls.ShouldAllBe(call => call.Headers["X-Amz-Security-Token"] == "tok/en==");
        calls.ShouldAllBe(call => call.Headers["Authorization"].Contains("Credential=ASIAROLE/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_is_a_configuration_error_with_the_reason()
    {
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("sqs:path/1/q"),
            context =>
            {
                context.Response.StatusCode = 403;
                return context.Response.WriteAsync(
                    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>");
            },
            entry => entry with { AssumesRoles = true });

        (await fixture.Harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        fixture.Detail.ShouldBe(
            "Execution failed due to configuration error: API Gateway does not have permission to assume the provided role "
            + "(STS answered 403 AccessDenied: not you)");
        fixture.Service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_STS_that_does_not_answer_is_bounded_by_the_methods_timeout()
    {
        var gate = new TaskCompletionSource();
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("sqs:path/1/q") with { TimeoutInMillis = 50 }, _ => gate.Task,
            entry => entry with { AssumesRoles = true });

        (await fixture.Harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        gate.SetResult();
    }

    [Fact]
    public async Task Credentials_are_renewed_before_they_expire_and_used_until_then()
    {
        var start = new ManualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var count = 0;
        await using var server = await BackendServer.StartAsync(context => context.Response.WriteAsync(Credentials(
            $"ASIA{++count}", start.Now.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))));
        await using var upstream = new UpstreamClient(new UpstreamOptions(), TimeProvider.System, NullLogger.Instance);
        var state = new RoleCredentialsState(new StsClient(upstream, new SigningKeyCache(), start), start, NullLogger.Instance);
        var role = new AssumedRole(AwsFixture.Role, Sts(server));

        (await GetAsync()).ShouldBe("ASIA1");
        start.Now += TimeSpan.FromMinutes(54);
        (await GetAsync()).ShouldBe("ASIA1");
        server.Requests.Count.ShouldBe(1);

        start.Now += TimeSpan.FromMinutes(2); // inside the lead: still good, and renewed behind the scenes
        (await GetAsync()).ShouldBe("ASIA1");
        start.Now += TimeSpan.FromMinutes(3.5); // within the margin of the old ones' end
        (await GetAsync()).ShouldBe("ASIA2");
        server.Requests.Count.ShouldBe(2);

        async Task<string> GetAsync() =>
            (await state.GetAsync(role, TimeSpan.FromSeconds(20), CancellationToken.None)).Credentials!.AccessKeyId;
    }

    [Fact]
    public async Task Many_callers_at_once_ask_STS_once()
    {
        var gate = new TaskCompletionSource();
        await using var server = await BackendServer.StartAsync(async context =>
        {
            await gate.Task;
            await context.Response.WriteAsync(Credentials("ASIA1", "2099-01-01T00:00:00Z"));
        });
        await using var upstream = new UpstreamClient(new UpstreamOptions(), TimeProvider.System, NullLogger.Instance);
        var state = new RoleCredentialsState(
            new StsClient(upstream, new SigningKeyCache(), TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        var role = new AssumedRole(AwsFixture.Role, Sts(server));

        var waiting = Enumerable.Range(0, 50)
            .Select(_ => state.GetAsync(role, TimeSpan.FromSeconds(20), CancellationToken.None).AsTask()).ToArray();
        using var leaves = new CancellationTokenSource();
        var left = state.GetAsync(role, TimeSpan.FromSeconds(20), leaves.Token).AsTask();
        await leaves.CancelAsync(); // one caller's departure does not take the others' credentials
        await Should.ThrowAsync<OperationCanceledException>(left);
        gate.SetResult();

        (await Task.WhenAll(waiting)).ShouldAllBe(answer => answer.Credentials!.AccessKeyId == "ASIA1");
        server.Requests.Count.ShouldBe(1);
    }

    private static AwsEndpoint Sts(BackendServer server)
    {
        var url = new Uri(server.Url);
        return new AwsEndpoint
        {
            Target = new UpstreamTarget(false, url.Host, url.Port, null),
            Host = url.Authority,
            PathPrefix = "",
            Region = "us-east-1",
            Credentials = new ServiceCredentials("AKIDEXAMPLE", "secret", null),
        };
    }

    private static bool IsSts(HttpContext context) => context.Request.Path == "/";

    private static string Credentials(string id, string expiration) =>
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
        + $"<AccessKeyId>{id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>tok/en==</SessionToken>"
        + $"<Expiration>{expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";

    private sealed class ManualClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
