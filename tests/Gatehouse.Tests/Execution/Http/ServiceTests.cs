using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.ExternalServices;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http;

/// <summary>The ten service calls of HTTP APIs on the wire: http-api §9. Against real stand-ins: tests/clients.</summary>
public sealed class ServiceTests
{
    private const string Role = "arn:aws:iam::000000000000:role/gateway";
    private const string Queue = "https://sqs.us-east-1.amazonaws.com/000000000000/jobs";

    [Theory] // required parameters only
    [InlineData("EventBridge-PutEvents", "Detail=$request.body;DetailType=t;Source=s", "AWSEvents.PutEvents",
        "{\"Entries\":[{\"Detail\":\"{\\\"a\\\":1}\",\"DetailType\":\"t\",\"Source\":\"s\"}]}")]
    [InlineData("EventBridge-PutEvents",
        "Detail=$request.body;DetailType=t;Source=s;Time=2020-01-02T03:04:05Z;EventBusName=b;Resources=[\"r1\",\"r2\"];TraceHeader=h",
        "AWSEvents.PutEvents",
        "{\"Entries\":[{\"Detail\":\"{\\\"a\\\":1}\",\"DetailType\":\"t\",\"Source\":\"s\",\"Time\":1577934245,\"EventBusName\":\"b\",\"Resources\":[\"r1\",\"r2\"],\"TraceHeader\":\"h\"}]}")]
    [InlineData("Kinesis-PutRecord", "StreamName=s;Data=$request.body;PartitionKey=$request.body.a", "Kinesis_20131202.PutRecord",
        "{\"StreamName\":\"s\",\"Data\":\"eyJhIjoxfQ==\",\"PartitionKey\":\"1\"}")]
    [InlineData("Kinesis-PutRecord", "StreamName=s;Data=d;PartitionKey=p;SequenceNumberForOrdering=1;ExplicitHashKey=2", "Kinesis_20131202.PutRecord",
        "{\"StreamName\":\"s\",\"Data\":\"ZA==\",\"PartitionKey\":\"p\",\"SequenceNumberForOrdering\":\"1\",\"ExplicitHashKey\":\"2\"}")]
    [InlineData("StepFunctions-StartExecution", "StateMachineArn=arn", "AWSStepFunctions.StartExecution", "{\"stateMachineArn\":\"arn\"}")]
    [InlineData("StepFunctions-StartExecution", "StateMachineArn=arn;Name=n;Input=$request.body", "AWSStepFunctions.StartExecution",
        "{\"stateMachineArn\":\"arn\",\"name\":\"n\",\"input\":\"{\\\"a\\\":1}\"}")]
    [InlineData("StepFunctions-StartSyncExecution", "StateMachineArn=arn", "AWSStepFunctions.StartSyncExecution", "{\"stateMachineArn\":\"arn\"}")]
    [InlineData("StepFunctions-StartSyncExecution", "StateMachineArn=arn;Name=n;Input={};TraceHeader=h", "AWSStepFunctions.StartSyncExecution",
        "{\"stateMachineArn\":\"arn\",\"name\":\"n\",\"input\":\"{}\",\"traceHeader\":\"h\"}")]
    [InlineData("StepFunctions-StopExecution", "ExecutionArn=arn", "AWSStepFunctions.StopExecution", "{\"executionArn\":\"arn\"}")]
    [InlineData("StepFunctions-StopExecution", "ExecutionArn=arn;Cause=c;Error=e", "AWSStepFunctions.StopExecution",
        "{\"executionArn\":\"arn\",\"cause\":\"c\",\"error\":\"e\"}")]
    public async Task A_JSON_service_is_asked_by_its_target(string subtype, string parameters, string target, string body)
    {
        await using var fixture = await StartAsync(subtype, parameters);

        using var response = await PostAsync(fixture, "{\"a\":1}");

        response.IsSuccessStatusCode.ShouldBeTrue(fixture.Detail);
        var seen = fixture.Backend.Requests.Single();
        (seen.Method, seen.Target).ShouldBe(("POST", "/"));
        seen.Headers["X-Amz-Target"].ShouldBe(target);
        JsonNode.Parse(seen.Body)!.ToJsonString().ShouldBe(JsonNode.Parse(body)!.ToJsonString());
        seen.Headers["Content-Type"].ShouldStartWith("application/x-amz-json-1.");
        seen.Headers["Authorization"].ShouldMatch("^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/us-east-1/(events|kinesis|states)/aws4_request, ");
    }

    [Theory]
    [InlineData("SQS-SendMessage", "QueueUrl=" + Queue + ";MessageBody=$request.body.a", "SendMessage", "MessageBody=1")]
    [InlineData("SQS-SendMessage",
        "QueueUrl=" + Queue + ";MessageBody=b;DelaySeconds=5;MessageGroupId=g;MessageDeduplicationId=d;"
        + "MessageAttributes={\"k\":{\"DataType\":\"String\",\"StringValue\":\"${request.header.x-k}\"}};"
        + "MessageSystemAttributes={\"AWSTraceHeader\":{\"DataType\":\"String\",\"StringValue\":\"Root=1\"}}",
        "SendMessage",
        "MessageBody=b&DelaySeconds=5&MessageAttribute.1.Name=k&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v%26w"
        + "&MessageDeduplicationId=d&MessageGroupId=g&MessageSystemAttribute.1.Name=AWSTraceHeader&MessageSystemAttribute.1.Value.DataType=String"
        + "&MessageSystemAttribute.1.Value.StringValue=Root%3D1")]
    [InlineData("SQS-ReceiveMessage", "QueueUrl=" + Queue, "ReceiveMessage", "")]
    [InlineData("SQS-ReceiveMessage",
        "QueueUrl=" + Queue + ";AttributeNames=[\"All\"];MaxNumberOfMessages=10;MessageAttributeNames=[\"a\",\"b\"];ReceiveRequestAttemptId=r;VisibilityTimeout=1;WaitTimeSeconds=0",
        "ReceiveMessage",
        "AttributeName.1=All&MaxNumberOfMessages=10&MessageAttributeName.1=a&MessageAttributeName.2=b&ReceiveRequestAttemptId=r&VisibilityTimeout=1&WaitTimeSeconds=0")]
    [InlineData("SQS-DeleteMessage", "QueueUrl=" + Queue + ";ReceiptHandle=h", "DeleteMessage", "ReceiptHandle=h")]
    [InlineData("SQS-PurgeQueue", "QueueUrl=" + Queue, "PurgeQueue", "")]
    public async Task SQS_is_asked_at_the_queue_s_path(string subtype, string parameters, string action, string expected)
    {
        await using var fixture = await StartAsync(subtype, parameters);

        using var response = await PostAsync(fixture, "{\"a\":1}");

        response.IsSuccessStatusCode.ShouldBeTrue(fixture.Detail);
        var seen = fixture.Backend.Requests.Single();
        seen.Target.ShouldBe("/000000000000/jobs");
        seen.Body.ShouldBe(
            $"Action={action}&Version=2012-11-05&QueueUrl={Uri.EscapeDataString(Queue)}" + (expected.Length == 0 ? "" : "&" + expected));
        seen.Headers["Host"].ShouldBe(fixture.Backend.Url["http://".Length..]); // never the queue URL's own
    }

    [Theory]
    [InlineData("Application=a;Environment=b/c;Configuration=d;ClientId=$request.header.x-k", "/applications/a/environments/b%2Fc/configurations/d?client_id=v%26w")]
    [InlineData("Application=a;Environment=b;Configuration=d;ClientId=e;ClientConfigurationVersion=7",
        "/applications/a/environments/b/configurations/d?client_id=e&client_configuration_version=7")]
    public async Task AppConfig_is_asked_by_a_GET_and_its_configuration_passes(string parameters, string target)
    {
        await using var fixture = await StartAsync("AppConfig-GetConfiguration", parameters, answer: static context =>
        {
            context.Response.ContentType = "text/yaml";
            context.Response.Headers["Configuration-Version"] = "3";
            context.Response.Headers["x-amzn-RequestId"] = "id-1";
            return context.Response.WriteAsync("a: 1");
        });

        using var response = await PostAsync(fixture, "{}");

        fixture.Backend.Requests.Single().Method.ShouldBe("GET");
        fixture.Backend.Requests.Single().Target.ShouldBe(target);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/yaml");
        response.Headers.GetValues("Configuration-Version").Single().ShouldBe("3");
        response.Headers.Contains("x-amzn-RequestId").ShouldBeFalse();
        (await response.Content.ReadAsStringAsync()).ShouldBe("a: 1");
    }

    [Theory]
    [InlineData("StepFunctions-StartExecution", "StateMachineArn=$request.body.missing", "StateMachineArn", "$request.body.missing")]
    [InlineData("EventBridge-PutEvents", "Detail=$request.body.a;DetailType=t;Source=s", "Detail", "$request.body.a")] // no object
    [InlineData("EventBridge-PutEvents", "Detail={};DetailType=t;Source=s;Time=soon", "Time", "soon")]
    [InlineData("EventBridge-PutEvents", "Detail={};DetailType=t;Source=s;Resources=r", "Resources", "r")]
    [InlineData("SQS-SendMessage", "QueueUrl=jobs;MessageBody=b", "QueueUrl", "jobs")]
    [InlineData("SQS-SendMessage", "QueueUrl=" + Queue + ";MessageBody=b;DelaySeconds=many", "DelaySeconds", "many")]
    [InlineData("SQS-SendMessage", "QueueUrl=" + Queue + ";MessageBody=b;MessageAttributes=[]", "MessageAttributes", "[]")]
    [InlineData("SQS-SendMessage", "QueueUrl=" + Queue + "/../other;MessageBody=$request.header.none", "MessageBody", "$request.header.none")]
    [InlineData("AppConfig-GetConfiguration", "Application=..;Environment=b;Configuration=d;ClientId=e", "Application", "..")]
    [InlineData("SQS-PurgeQueue", "QueueUrl=" + Queue + ";Region=$request.header.x-k", "Region", "$request.header.x-k")]
    public async Task A_value_that_is_missing_or_of_the_wrong_shape_is_400_and_nothing_is_sent(
        string subtype, string parameters, string name, string source)
    {
        await using var fixture = await StartAsync(subtype, parameters);

        using var response = await PostAsync(fixture, "{\"a\":1}");

        ((int)response.StatusCode).ShouldBe(400);
        fixture.Detail.ShouldStartWith($"Unable to resolve property {name} from source {source}");
        fixture.Backend.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Region=eu-west-1")]
    [InlineData("Region=$request.header.x-region")]
    [InlineData("Region=${stageVariables.region}")]
    public async Task Region_signs_for_another_region(string region)
    {
        await using var fixture = await StartAsync("SQS-PurgeQueue", "QueueUrl=" + Queue + ";" + region);

        using var response = await PostAsync(fixture, "{}");

        fixture.Backend.Requests.Single().Headers["Authorization"].ShouldContain("/eu-west-1/sqs/aws4_request");
    }

    [Fact]
    public async Task The_answer_of_the_service_passes_whatever_it_says_and_is_mapped()
    {
        await using var fixture = await StartAsync(
            "EventBridge-PutEvents", "Detail={};DetailType=t;Source=s",
            static context =>
            {
                context.Response.ContentType = "application/x-amz-json-1.1";
                context.Response.Headers["x-amzn-RequestId"] = "id-1";
                return context.Response.WriteAsync("{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"X\"}]}");
            },
            static one => one with
            {
                ResponseParameters = ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>>.Empty
                    .Add("200", HttpApiBuilder.Map(("append:header.x-failed", "$response.body.FailedEntryCount"))),
            });

        using var response = await PostAsync(fixture, "{}");

        ((int)response.StatusCode).ShouldBe(200); // with failed entries too
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/x-amz-json-1.1");
        response.Headers.GetValues("x-failed").Single().ShouldBe("1");
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"X\"}]}");
    }

    [Fact]
    public async Task An_error_of_the_service_passes_with_its_body()
    {
        await using var fixture = await StartAsync("StepFunctions-StopExecution", "ExecutionArn=x", static context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("{\"__type\":\"InvalidArn\"}");
        });

        using var response = await PostAsync(fixture, "{}");

        ((int)response.StatusCode).ShouldBe(400);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"__type\":\"InvalidArn\"}");
    }

    [Theory]
    [InlineData("SQS-SendMessage", "QueueUrl=" + Queue)] // a parameter is missing
    [InlineData("SQS-Nonsense", "QueueUrl=" + Queue)]
    public async Task A_configuration_that_cannot_work_is_500(string subtype, string parameters)
    {
        await using var fixture = await StartAsync(subtype, parameters);

        using var response = await PostAsync(fixture, "{}");

        ((int)response.StatusCode).ShouldBe(500);
        fixture.Backend.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_role_nothing_is_signed()
    {
        await using var fixture = await StartAsync("SQS-PurgeQueue", "QueueUrl=" + Queue, configure: static one => one with { CredentialsArn = null });

        using var response = await PostAsync(fixture, "{}");

        ((int)response.StatusCode).ShouldBe(500);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpApiFixture fixture, string body) =>
        fixture.SendAsync("POST", "/x", new StringContent(body), ("X-K", "v&w"), ("X-Region", "eu-west-1"));

    private static async Task<HttpApiFixture> StartAsync(
        string subtype, string parameters, Func<HttpContext, Task>? answer = null,
        Func<IntegrationV2Document, IntegrationV2Document>? configure = null)
    {
        var integration = HttpApiBuilder.FunctionOf("1.0") with
        {
            IntegrationSubtype = subtype,
            IntegrationUri = null,
            CredentialsArn = Role,
            RequestParameters = HttpApiBuilder.Map(
                [.. parameters.Split(';').Select(static one => one.Split('=', 2)).Select(static one => (one[0], one[1]))]),
        };
        return await HttpApiFixture.StartAsync(
            (api, _) => api.Route("POST /x", configure?.Invoke(integration) ?? integration),
            static stage => stage with { StageVariables = HttpApiBuilder.Map(("region", "eu-west-1")) },
            answer,
            static (dependencies, url) => dependencies with { ExternalServices = MapTo(url) });
    }

    private static ExternalServiceMap MapTo(string url) => new()
    {
        Services = new Dictionary<string, ExternalService>
        {
            ["*"] = new ExternalService
            {
                Endpoint = new Uri(url),
                Credentials = new ServiceCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null),
                AssumesRoles = false,
            },
        }.ToFrozenDictionary(StringComparer.Ordinal),
    };
}
