using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.Functions;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>What queues, topics, buses and buckets are sent about an event (deployment-and-tools §6.1).</summary>
public sealed class EventDestinationTests
{
    private const string Body = """{"version":"1.0","requestPayload":{"a":"ü & b"}}""";

    private static readonly Dictionary<string, string> Attributes = new()
    {
        ["RequestID"] = "r-1", ["ErrorCode"] = "200", ["ErrorMessage"] = "it & broke",
    };

    [Fact]
    public async Task A_queue_gets_the_message_with_its_attributes_at_its_own_path()
    {
        await using var outside = await Outside.StartAsync();

        (await outside.SendAsync("arn:aws:sqs:eu-west-1:111122223333:failed", Attributes)).ShouldBeNull();

        var request = outside.Service.Requests.ShouldHaveSingleItem();
        (request.Method, request.Target).ShouldBe(("POST", "/111122223333/failed"));
        request.Headers["Authorization"].ShouldContain("/eu-west-1/sqs/aws4_request");
        var form = QueryHelpers.ParseQuery(request.Body);
        form["Action"].ToString().ShouldBe("SendMessage");
        form["MessageBody"].ToString().ShouldBe(Body);
        form["MessageAttribute.1.Name"].ToString().ShouldBe("RequestID");
        form["MessageAttribute.1.Value.StringValue"].ToString().ShouldBe("r-1");
        form["MessageAttribute.2.Value.DataType"].ToString().ShouldBe("Number");
        form["MessageAttribute.3.Value.StringValue"].ToString().ShouldBe("it & broke");
    }

    [Fact]
    public async Task A_topic_gets_the_message_published()
    {
        await using var outside = await Outside.StartAsync();

        (await outside.SendAsync("arn:aws:sns:us-east-1:000000000000:failed", Attributes)).ShouldBeNull();

        var form = QueryHelpers.ParseQuery(outside.Service.Requests.Single().Body);
        form["Action"].ToString().ShouldBe("Publish");
        form["TopicArn"].ToString().ShouldBe("arn:aws:sns:us-east-1:000000000000:failed");
        form["Message"].ToString().ShouldBe(Body);
        form["MessageAttributes.entry.1.Name"].ToString().ShouldBe("RequestID");
    }

    [Fact]
    public async Task A_bus_gets_an_entry_and_what_it_does_not_take_is_told()
    {
        await using var outside = await Outside.StartAsync(http => http.Response.WriteAsync("""{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}"""));
        const string bus = "arn:aws:events:us-east-1:000000000000:event-bus/main";

        (await outside.SendAsync(bus)).ShouldBeNull();

        var request = outside.Service.Requests.Single();
        request.Headers["X-Amz-Target"].ShouldBe("AWSEvents.PutEvents");
        var entry = JsonNode.Parse(request.Body)!["Entries"]![0]!;
        entry["EventBusName"]!.ToString().ShouldBe(bus);
        entry["Source"]!.ToString().ShouldBe("lambda");
        entry["DetailType"]!.ToString().ShouldBe("Lambda Function Invocation Result - Success");
        entry["Detail"]!.ToString().ShouldBe(Body);
        await using var full = await Outside.StartAsync(http => http.Response.WriteAsync("""{"FailedEntryCount":1,"Entries":[{"ErrorCode":"Throttled"}]}"""));
        (await full.SendAsync(bus))!.ShouldContain("Throttled");
    }

    [Fact]
    public async Task A_bucket_gets_an_object_named_by_function_and_time()
    {
        await using var outside = await Outside.StartAsync();

        (await outside.SendAsync("arn:aws:s3:::failures")).ShouldBeNull();

        var request = outside.Service.Requests.Single();
        request.Method.ShouldBe("PUT");
        request.Target.ShouldMatch(@"^/failures/aws/lambda/async/f/\d{4}/\d\d/\d\d/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$");
        request.Body.ShouldBe(Body);
    }

    [Fact]
    public async Task What_does_not_arrive_says_why()
    {
        await using var refusing = await Outside.StartAsync(http =>
        {
            http.Response.StatusCode = 400;
            return http.Response.WriteAsync("QueueDoesNotExist");
        });
        (await refusing.SendAsync("arn:aws:sqs:us-east-1:000000000000:q"))!.ShouldBe("the service answered 400: QueueDoesNotExist");
        (await refusing.SendAsync("arn:aws:dynamodb:us-east-1:000000000000:table/t"))!.ShouldStartWith("it is neither a queue");
        await refusing.Service.DisposeAsync();
        (await refusing.SendAsync("arn:aws:sqs:us-east-1:000000000000:q"))!.ShouldContain("sqs at http://");
        await using var nowhere = await Outside.StartAsync(entry: static _ => ExternalService.Unmentioned);
        (await nowhere.SendAsync("arn:aws:sqs:us-east-1:000000000000:q"))!.ShouldContain("no credentials for the service sqs");
    }

    [Fact]
    public async Task The_functions_role_sends_where_the_operators_map_has_an_STS()
    {
        await using var outside = await Outside.StartAsync(
            http => http.Response.WriteAsync(
                """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
                <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                """),
            static entry => new ExternalService { Endpoint = entry.Endpoint, Credentials = entry.Credentials, AssumesRoles = true });

        (await outside.SendAsync("arn:aws:sqs:us-east-1:000000000000:q")).ShouldBeNull();

        outside.Service.Requests.Count.ShouldBe(2);
        outside.Service.Requests[0].Body.ShouldContain("RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fworker");
        outside.Service.Requests[1].Headers["Authorization"].ShouldContain("Credential=ASIAROLE/");
    }

    /// <summary>A data plane whose services outside are one backend of the test's.</summary>
    internal sealed class Outside : IAsyncDisposable
    {
        private Outside(BackendServer service, ExecutionHarness harness) => (Service, Harness) = (service, harness);

        public BackendServer Service { get; }

        public ExecutionHarness Harness { get; }

        public static async Task<Outside> StartAsync(
            Func<HttpContext, Task>? answer = null, Func<ExternalService, ExternalService>? entry = null,
            string name = "*", string path = "")
        {
            var service = await BackendServer.StartAsync(answer);
            var own = new ExternalService
            {
                Endpoint = new Uri(service.Url + path),
                Credentials = new ServiceCredentials("AKIDEXAMPLE", "secret", null),
                AssumesRoles = false,
            };
            var map = new ExternalServiceMap
            {
                Services = new Dictionary<string, ExternalService> { [name] = entry?.Invoke(own) ?? own }
                    .ToFrozenDictionary(StringComparer.Ordinal),
            };
            return new Outside(service, await ExecutionHarness.StartAsync(
                dependencies: dependencies => dependencies with { ExternalServices = map }));
        }

        public async Task<string?> SendAsync(string target, Dictionary<string, string>? attributes = null) =>
            await Harness.Plane.EventDestinations.SendAsync(
                new EventMessage(
                    target, new FunctionName("000000000000", "us-east-1", "f", null), Encoding.UTF8.GetBytes(Body),
                    attributes ?? [], "Lambda Function Invocation Result - Success")
                {
                    RoleArn = "arn:aws:iam::000000000000:role/worker",
                },
                CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await Harness.DisposeAsync();
            await Service.DisposeAsync();
        }
    }
}
