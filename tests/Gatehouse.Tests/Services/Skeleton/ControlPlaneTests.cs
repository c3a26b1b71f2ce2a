using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Gatehouse.Tests.Services.Skeleton;

public sealed partial class ControlPlaneTests
{
    private readonly ControlPlaneHarness _plane = new();

    [Fact]
    public async Task An_answer_carries_the_headers_of_rest_control_plane_1_3()
    {
        var answer = await _plane.CallAsync("POST", "/restapis", """{"name":"pets"}""");

        answer.Status.ShouldBe(201);
        answer.Headers["Content-Type"].ShouldBe("application/json");
        Uuid().IsMatch(answer.Headers["x-amzn-RequestId"]).ShouldBeTrue();
        answer.Headers["x-amz-apigw-id"].Length.ShouldBe(16);
        answer.Headers["Content-Length"].ShouldBe(Encoding.UTF8.GetByteCount(answer.Text).ToString());
    }

    [Fact]
    public async Task An_error_carries_its_type_in_the_header_and_only_the_message_in_the_body()
    {
        var answer = await _plane.CallAsync("GET", "/restapis/nosuchapi0");

        answer.Text.ShouldBe("""{"message":"Invalid API identifier specified 000000000000:nosuchapi0"}""");
        answer.ErrorType.ShouldBe("NotFoundException");
        answer.Headers.ShouldContainKey("x-amzn-RequestId");
        answer.Headers.ShouldContainKey("x-amz-apigw-id");
    }

    [Fact]
    public async Task An_unsigned_call_is_refused_before_its_input_is_looked_at()
    {
        var answer = await _plane.SendAsync("POST", "/restapis", "{"u8.ToArray());

        answer.ShouldRefuse(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    [Theory]
    [InlineData("GET", "/nothing/here")]
    [InlineData("PUT", "/restapis")]
    [InlineData("GET", "/v2/nothing")]
    public async Task A_path_that_no_operation_has_is_told_as_a_missing_token(string method, string path)
    {
        (await _plane.CallAsync(method, path))
            .ShouldRefuse(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    [Fact]
    public async Task An_unknown_lambda_path_is_an_unknown_operation()
    {
        var answer = await _plane.CallAsync("GET", "/2015-03-31/nothing", service: "lambda");

        (answer.Status, answer.ErrorType).ShouldBe((404, "UnknownOperationException"));
    }

    [Fact]
    public async Task A_service_that_is_not_served_is_named()
    {
        var answer = await _plane.CallAsync("POST", "/", "Action=SendMessage", service: "sqs");

        answer.ShouldRefuse(404, "UnknownOperationException", "Gatehouse does not serve sqs.");
    }

    [Fact]
    public async Task A_target_is_named_when_nobody_serves_it()
    {
        var answer = await _plane.SendAsync(
            "POST", "/", null, ("X-Amz-Target", "DynamoDB_20120810.ListTables"),
            ("Authorization", ControlPlaneHarness.Authorization("dynamodb")), ("X-Amz-Date", "20260101T000000Z"));

        answer.ShouldRefuse(404, "UnknownOperationException", "Gatehouse does not serve DynamoDB_20120810.ListTables.");
    }

    [Theory]
    [InlineData("GET", "/v2/portals", "apigateway", "apigatewayv2:ListPortals")]
    [InlineData("POST", "/@connections/abc", "execute-api", "apigatewaymanagementapi:PostToConnection")]
    [InlineData("GET", "/2020-04-22/code-signing-configs", "lambda", "lambda:ListCodeSigningConfigs")]
    public async Task An_operation_that_is_not_built_answers_501_with_its_name_and_is_logged_once(
        string method, string path, string service, string operation)
    {
        for (var call = 0; call < 3; call++)
        {
            (await _plane.CallAsync(method, path, service: service))
                .ShouldRefuse(501, "NotImplemented", $"Gatehouse does not implement {operation} yet.");
        }

        _plane.Logs.Lines.Count(line => line.Level == LogLevel.Warning).ShouldBe(1);
    }

    [Fact]
    public async Task Import_and_create_share_a_path_and_part_by_the_query()
    {
        var created = await _plane.CallAsync("POST", "/restapis", """{"name":"one"}""");
        var imported = await _plane.CallAsync("POST", "/restapis?mode=import", "not: [an api");

        created.Status.ShouldBe(201);
        imported.Status.ShouldNotBe(201);
    }

    [Theory]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2F{0}")]
    [InlineData("/tags/arn:aws:apigateway:us-east-1::%2Frestapis%2F{0}")]
    [InlineData("/tags/arn:aws:apigateway:us-east-1::/restapis/{0}")]
    public async Task An_ARN_in_the_path_is_one_label_however_it_is_escaped(string path)
    {
        var (api, _) = await _plane.CreateApiAsync(""","tags":{"team":"blue"}""");

        var answer = await _plane.CallAsync("GET", string.Format(path, api));

        answer.Text.ShouldBe("""{"tags":{"team":"blue"}}""");
    }

    [Fact]
    public async Task An_absolute_form_target_is_read_like_its_path()
    {
        var (api, _) = await _plane.CreateApiAsync();

        (await _plane.CallAsync("GET", $"http://localhost:4566/restapis/{api}?x=1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Regions_and_accounts_are_apart()
    {
        var (api, _) = await _plane.CreateApiAsync();

        (await _plane.CallAsync("GET", $"/restapis/{api}", region: "eu-west-1")).Status.ShouldBe(404);
        var other = await _plane.SendAsync(
            "GET", $"/restapis/{api}", null, ("X-Amz-Date", "20260101T000000Z"),
            ("Authorization", ControlPlaneHarness.Authorization(key: "123456789012")));
        other.Message.ShouldBe($"Invalid API identifier specified 123456789012:{api}");
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("{\"name\": 7}", 400)]
    [InlineData("{\"name\": [\"x\"]}", 400)]
    [InlineData("[]", 400)]
    [InlineData("\"\\ud800\"", 400)]
    [InlineData("{\"name\": \"\\ud800\"}", 400)]
    [InlineData("{\"minimumCompressionSize\": 1.5, \"name\":\"x\"}", 400)]
    [InlineData("{\"minimumCompressionSize\": 99999999999, \"name\":\"x\"}", 400)]
    public async Task A_body_that_cannot_be_read_is_a_serialization_error_and_stores_nothing(string body, int status)
    {
        var answer = await _plane.CallAsync("POST", "/restapis", body);

        (answer.Status, answer.ErrorType).ShouldBe((status, "SerializationException"));
        _plane.Store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Every_truncation_of_a_body_is_refused_and_none_breaks_the_server()
    {
        const string body = """{"name":"pets","tags":{"a":"b"},"endpointConfiguration":{"types":["REGIONAL"]},"binaryMediaTypes":["*/*"]}""";
        for (var length = 0; length < body.Length; length++)
        {
            var answer = await _plane.CallAsync("POST", "/restapis", body[..length]);
            answer.Status.ShouldBe(400, body[..length]);
        }

        (await _plane.CallAsync("POST", "/restapis", body)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var answer = await _plane.CallAsync("POST", "/restapis", new string(' ', (6 * 1024 * 1024) + 1));

        (answer.Status, answer.ErrorType).ShouldBe((413, "RequestEntityTooLargeException"));
    }

    [Fact]
    public async Task An_operation_runs_again_when_another_writer_was_first()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var rivals = 3;
        _plane.Store.BeforeCommit = batch =>
        {
            if (rivals-- > 0)
            {
                throw new DocumentConflictException(batch.Writes[0].Key);
            }
        };

        var answer = await _plane.CallAsync("POST", $"/restapis/{api}/resources/{root}", """{"pathPart":"a"}""");

        answer.Status.ShouldBe(201);
    }

    [Fact]
    public async Task Conflicts_without_end_are_told_to_the_caller()
    {
        var (api, root) = await _plane.CreateApiAsync();
        _plane.Store.BeforeCommit = batch => throw new DocumentConflictException(batch.Writes[0].Key);

        var answer = await _plane.CallAsync("POST", $"/restapis/{api}/resources/{root}", """{"pathPart":"a"}""");

        answer.ShouldRefuse(
            409, "ConflictException",
            "Unable to complete operation due to concurrent modification. Please try again later.");
    }

    [Fact]
    public async Task Concurrent_creations_of_one_name_let_one_win()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var calls = Enumerable.Range(0, 12).Select(_ => _plane.CallAsync(
            "POST", $"/restapis/{api}/resources/{root}", """{"pathPart":"same"}"""));

        var statuses = (await Task.WhenAll(calls)).Select(answer => answer.Status).Order().ToList();

        statuses.Count(status => status == 201).ShouldBe(1);
        statuses.Where(status => status != 201).ShouldAllBe(status => status == 409);
        (await _plane.Store.ListAsync<ResourceDocument>(
            new(ControlPlaneHarness.Account, ControlPlaneHarness.Region), "", CancellationToken.None)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Many_concurrent_edits_of_one_API_all_succeed()
    {
        var (api, root) = await _plane.CreateApiAsync();
        var calls = Enumerable.Range(0, 100).Select(number => _plane.CallAsync(
            "POST", $"/restapis/{api}/resources/{root}", $$"""{"pathPart":"r{{number}}"}"""));

        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Status == 201);
    }

    [Fact]
    public async Task Operations_leave_the_thread_that_the_request_came_on()
    {
        // The server's IO threads run requests inline; here a thread of our own stands for one.
        var ranOnPool = new TaskCompletionSource<bool>();
        _plane.Store.BeforeCommit = _ => ranOnPool.SetResult(Thread.CurrentThread.IsThreadPoolThread);
        var arrival = new Thread(() => _ = _plane.CallAsync("POST", "/restapis", """{"name":"x"}"""));

        arrival.Start();

        (await ranOnPool.Task).ShouldBeTrue();
    }

    [Fact]
    public async Task A_fault_of_the_server_answers_500_without_its_details_and_is_logged()
    {
        _plane.Store.BeforeCommit = _ => throw new InvalidOperationException("secret detail");

        var answer = await _plane.CallAsync("POST", "/restapis", """{"name":"x"}""");

        answer.ShouldRefuse(500, "InternalFailure", "Internal server error");
        _plane.Logs.Lines.ShouldContain(
            line => line.Level == LogLevel.Error && line.Text.Contains(answer.Headers["x-amzn-RequestId"]));
    }

    [Fact]
    public async Task Every_call_is_recorded_with_its_outcome_before_it_is_answered()
    {
        var recorder = new ListRecorder();
        var plane = new ControlPlaneHarness(recorder: recorder);

        await plane.CallAsync("GET", "/restapis");
        await plane.CallAsync("GET", "/restapis/nosuchapi0");
        await plane.SendAsync("GET", "/restapis", null);

        recorder.Records.Select(record => (record.Service, record.Operation, record.Status, record.ErrorCode)).ShouldBe(
        [
            ("apigateway", "GetRestApis", 200, null),
            ("apigateway", "GetRestApi", 404, "NotFoundException"),
            ("apigateway", "GetRestApis", 403, "MissingAuthenticationTokenException"),
        ]);
        recorder.Records[0].Caller!.Arn.ShouldBe("arn:aws:iam::000000000000:root");
        recorder.Records[2].Caller.ShouldBeNull();
    }

    [Fact]
    public async Task A_call_that_cannot_be_recorded_fails()
    {
        var plane = new ControlPlaneHarness(recorder: new BrokenRecorder());

        await Should.ThrowAsync<IOException>(() => plane.CallAsync("GET", "/restapis"));
    }

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Uuid();

    private sealed class ListRecorder : ICallRecorder
    {
        public List<CallRecord> Records { get; } = [];

        public ValueTask RecordAsync(CallRecord record, CancellationToken cancellationToken)
        {
            Records.Add(record);
            return default;
        }
    }

    private sealed class BrokenRecorder : ICallRecorder
    {
        public ValueTask RecordAsync(CallRecord record, CancellationToken cancellationToken) =>
            throw new IOException("no room");
    }
}
