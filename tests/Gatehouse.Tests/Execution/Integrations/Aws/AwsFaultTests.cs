using System.Net;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.RestApis;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>rest-execution §5.3, §5.4, §5.9: an AWS integration that cannot be called, and what it answers.</summary>
public sealed class AwsFaultTests
{
    private const string Configuration = "Execution failed due to configuration error: ";

    [Fact]
    public async Task A_service_that_is_slower_than_the_method_is_a_504() // §5.9, timeout
    {
        var gate = new TaskCompletionSource();
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("sqs:path/1/q") with { TimeoutInMillis = 50 }, _ => gate.Task);

        var answer = await fixture.Harness.GetAsync("/prod/x");
        gate.SetResult();

        await Expect(answer, 504, "{\"message\": \"Endpoint request timed out\"}");
        fixture.Detail.ShouldStartWith("Execution failed due to a timeout error");
    }

    [Fact]
    public async Task A_service_that_nobody_serves_is_a_504() // §5.9, connect
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration("sqs:path/1/q"));
        await fixture.Service.DisposeAsync();

        await Expect(
            await fixture.Harness.GetAsync("/prod/x"), 504, "{\"message\": \"Network error communicating with endpoint\"}");
        fixture.Detail.ShouldStartWith("Execution failed due to a network error communicating with endpoint");
    }

    [Fact]
    public async Task A_service_without_credentials_is_a_500_that_names_the_setting() // design §6 rule 9
    {
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("sqs:path/1/q"), entry: _ => ExternalService.Unmentioned);

        await Expect(await fixture.Harness.GetAsync("/prod/x"), 500, "{\"message\": \"Internal server error\"}");
        fixture.Detail.ShouldStartWith(Configuration + "no credentials for the service sqs: give \"services\".\"sqs\"");
    }

    [Theory]
    [InlineData(null, "Role ARN must be specified for AWS integrations")]
    [InlineData("arn:aws:iam::*:user/*", "the caller's own credentials can be passed on only where the method requires AWS_IAM")]
    public async Task Without_a_role_nothing_is_called(string? credentials, string reason) // §5.3
    {
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("sqs:path/1/q") with { Credentials = credentials });

        (await fixture.Harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        fixture.Detail.ShouldStartWith(Configuration + reason);
        fixture.Service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AWS")]
    [InlineData("AWS_PROXY")]
    public async Task A_function_is_not_called_with_rights_that_nobody_checked(string type) // §5.3
    {
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations") with
            {
                Type = type, Credentials = "arn:aws:iam::*:user/*",
            });

        (await fixture.Harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        fixture.Harness.Functions.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("expect")]
    [InlineData("TE")]
    [InlineData("Content-Length")]
    [InlineData("x-amzn-apigateway-api-id")]
    public async Task A_mapping_to_a_header_of_the_signatures_is_refused(string header) // §5.4
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration("sqs:path/1/q") with
        {
            RequestParameters = ApiBuilder.Map(($"integration.request.header.{header}", "'x'")),
        });

        (await fixture.Harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        fixture.Detail.ShouldBe($"{Configuration}{header} header already present");
    }

    [Theory]
    [InlineData("sqs:action/{name}")]
    [InlineData("evil.com/x:path/1")]
    [InlineData("sqs:queue/1")]
    public async Task An_ARN_that_names_no_service_is_an_invalid_address(string uri) // §5.9, bad URL
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration(uri));

        (await fixture.Harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        fixture.Detail.ShouldBe(Configuration + "Invalid endpoint address");
    }

    [Fact]
    public async Task Lambdas_Invoke_by_another_verb_than_POST_is_refused_and_not_sent_outside() // §5.12
    {
        await using var fixture = await AwsFixture.StartAsync(
            AwsFixture.Integration("lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations") with
            {
                HttpMethod = "GET",
            });

        (await fixture.Harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        fixture.Service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_without_a_matching_response_is_a_configuration_error() // §5.7
    {
        await using var fixture = await AwsFixture.StartAsync(AwsFixture.Integration("sqs:path/1/q") with
        {
            IntegrationResponses = ApiBuilder.Map(
                ("200", new IntegrationResponseDocument { StatusCode = "200", SelectionPattern = "5.." })),
        });

        (await fixture.Harness.GetAsync("/prod/x")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        fixture.Detail.ShouldBe(
            Configuration + "No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 200");
    }

    private static async Task Expect(HttpResponseMessage answer, int status, string body) =>
        ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((status, body));
}
