using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;
using Gatehouse.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>Lambda's operations through the whole skeleton, functions replaced by a recorder (deployment-and-tools §6.1, §6.5).</summary>
public sealed class LambdaOperationTests
{
    private const string Functions = "/2015-03-31/functions";
    private const string Role = "arn:aws:iam::000000000000:role/any";
    private readonly FakeFunctions _functions = new();
    private readonly InMemoryDocumentStore _store = new();
    private readonly ControlPlane _plane;

    public LambdaOperationTests()
    {
        _plane = new ControlPlane(new ControlPlaneOptions
        {
            Documents = _store,
            Packages = _functions,
            Functions = _functions,
            Events = _functions,
            Ids = new RandomIdSource(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
            Authenticator = new LoopbackAuthenticator(),
        });
    }

    [Fact]
    public async Task Creates_a_function_that_is_active_at_once_and_shows_it()
    {
        var (status, created, _) = await CreateAsync("hello");

        status.ShouldBe(201);
        created!["FunctionArn"]!.GetValue<string>().ShouldBe("arn:aws:lambda:us-east-1:000000000000:function:hello");
        created["State"]!.GetValue<string>().ShouldBe("Active");
        created["Timeout"]!.GetValue<int>().ShouldBe(3);
        created["LastModified"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$");
        var (_, got, _) = await CallAsync("GET", $"{Functions}/hello");
        got!["Configuration"]!["CodeSha256"]!.GetValue<string>().ShouldBe(created["CodeSha256"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("000000000000:function:hello")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:hello")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:hello:$LATEST")]
    public async Task Every_form_of_a_name_finds_the_function(string name)
    {
        await CreateAsync("hello");

        (await CallAsync("GET", $"{Functions}/{Uri.EscapeDataString(name)}/configuration")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("GET", "/nobody", 404, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody")]
    [InlineData("GET", "/nobody?Qualifier=7", 404, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody:7")]
    [InlineData("GET", "/arn%3Aaws%3Alambda%3Aeu-west-1%3A000000000000%3Afunction%3Ahello", 404, "ResourceNotFoundException", "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')")]
    [InlineData("DELETE", "/hello?Qualifier=%24LATEST", 400, "InvalidParameterValueException", "$LATEST version cannot be deleted without deleting the function.")]
    [InlineData("GET", "/hello/policy", 404, "ResourceNotFoundException", "The resource you requested does not exist.")]
    [InlineData("DELETE", "/hello/policy/x", 404, "ResourceNotFoundException", "No policy is associated with the given resource.")]
    public async Task A_refusal_has_Lambdas_words(string method, string path, int status, string type, string message)
    {
        await CreateAsync("hello");

        var (actual, body, headers) = await CallAsync(method, Functions + path);

        (actual, headers["x-amzn-ErrorType"].ToString()).ShouldBe((status, type));
        body!["Message"]!.GetValue<string>().ShouldBe(message);
        body["Type"]!.GetValue<string>().ShouldBe("User");
    }

    [Theory]
    [InlineData("""{"Timeout": 901}""", "Value '901' at 'timeout'")]
    [InlineData("""{"MemorySize": 64}""", "Value '64' at 'memorySize'")]
    [InlineData("""{"Role": "nobody"}""", "Value 'nobody' at 'role'")]
    [InlineData("""{"Environment": {"Variables": {"AWS_REGION": "x"}}}""", "Reserved keys used in this request: AWS_REGION")]
    [InlineData("""{"Runtime": "cobol1"}""", "Value 'cobol1' at 'runtime'")]
    public async Task A_bad_configuration_is_refused_and_changes_nothing(string body, string text)
    {
        await CreateAsync("hello");
        var (_, before, _) = await CallAsync("GET", $"{Functions}/hello/configuration");

        var (status, refused, _) = await CallAsync("PUT", $"{Functions}/hello/configuration", body);

        status.ShouldBe(400);
        (refused!["Message"] ?? refused["message"])!.GetValue<string>().ShouldContain(text);
        var (_, after, _) = await CallAsync("GET", $"{Functions}/hello/configuration");
        after!.ToJsonString().ShouldBe(before!.ToJsonString());
    }

    [Fact]
    public async Task What_is_no_zip_is_refused()
    {
        var (status, body, _) = await CreateAsync("hello", Convert.ToBase64String("not a zip"u8));

        status.ShouldBe(400);
        body!["Message"]!.GetValue<string>().ShouldBe("Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await CreateAsync("hello");

        var (status, body, _) = await CreateAsync("hello");

        status.ShouldBe(409);
        body!["Message"]!.GetValue<string>().ShouldBe("Function already exist: hello");
    }

    [Fact]
    public async Task Another_revision_is_a_failed_precondition()
    {
        await CreateAsync("hello");

        var (status, body, _) = await CallAsync(
            "PUT", $"{Functions}/hello/configuration", """{"Description": "x", "RevisionId": "another"}""");

        status.ShouldBe(412);
        body!["Message"]!.GetValue<string>().ShouldStartWith("The Revision Id provided does not match the latest Revision Id.");
    }

    [Fact]
    public async Task Invoking_passes_the_bytes_and_answers_with_the_functions_own()
    {
        await CreateAsync("hello");
        _functions.Answer = new FunctionResult { Outcome = FunctionOutcome.Succeeded, Payload = "{\"a\" : 1}"u8.ToArray() };

        var (status, body, headers) = await CallAsync("POST", $"{Functions}/hello/invocations", """{"in": [1,  2]}""");

        status.ShouldBe(200);
        body!.ToJsonString().ShouldBe("""{"a":1}""");
        headers["X-Amz-Executed-Version"].ToString().ShouldBe("$LATEST");
        Encoding.UTF8.GetString(_functions.Calls.Single().Payload.Span).ShouldBe("""{"in": [1,  2]}""");
    }

    [Fact]
    public async Task A_function_error_is_still_200_with_its_header()
    {
        await CreateAsync("hello");
        _functions.Answer = new FunctionResult
        {
            Outcome = FunctionOutcome.FunctionFailed, FunctionError = "Unhandled", Payload = "{\"errorType\":\"E\"}"u8.ToArray(),
        };

        var (status, body, headers) = await CallAsync("POST", $"{Functions}/hello/invocations", "{}");

        (status, headers["X-Amz-Function-Error"].ToString()).ShouldBe((200, "Unhandled"));
        body!["errorType"]!.GetValue<string>().ShouldBe("E");
    }

    [Theory]
    [InlineData(FunctionOutcome.Throttled, 429, "TooManyRequestsException")]
    [InlineData(FunctionOutcome.NotReady, 409, "ResourceConflictException")]
    [InlineData(FunctionOutcome.HostFailed, 502, "InvalidRuntimeException")]
    [InlineData(FunctionOutcome.NotFound, 404, "ResourceNotFoundException")]
    public async Task What_the_host_cannot_do_has_its_own_error(FunctionOutcome outcome, int status, string type)
    {
        await CreateAsync("hello");
        _functions.Answer = new FunctionResult { Outcome = outcome };

        var (actual, _, headers) = await CallAsync("POST", $"{Functions}/hello/invocations", "{}");

        (actual, headers["x-amzn-ErrorType"].ToString()).ShouldBe((status, type));
    }

    [Fact]
    public async Task A_payload_that_is_not_JSON_never_reaches_the_function()
    {
        await CreateAsync("hello");

        var (status, body, headers) = await CallAsync("POST", $"{Functions}/hello/invocations", "value");

        (status, headers["x-amzn-ErrorType"].ToString()).ShouldBe((400, "InvalidRequestContentException"));
        body!["Message"]!.GetValue<string>().ShouldStartWith("Could not parse request body into json: Could not parse payload into json: ");
        _functions.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("DryRun", 204, 0)]
    [InlineData("Event", 202, 1)]
    public async Task Other_invocation_types_answer_without_waiting(string type, int status, int calls)
    {
        await CreateAsync("hello");

        var (actual, _, _) = await CallAsync("POST", $"{Functions}/hello/invocations", "{}", ("X-Amz-Invocation-Type", type));

        actual.ShouldBe(status);
        if (calls > 0)
        {
            await _functions.Called.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }

        _functions.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task Permissions_are_added_shown_and_removed()
    {
        await CreateAsync("hello");
        const string permission = """
            {"StatementId":"api","Action":"lambda:InvokeFunction","Principal":"apigateway.amazonaws.com","SourceArn":"arn:aws:execute-api:us-east-1:000000000000:abc/*"}
            """;

        var (status, added, _) = await CallAsync("POST", $"{Functions}/hello/policy", permission);
        var (again, conflict, _) = await CallAsync("POST", $"{Functions}/hello/policy", permission);
        var (_, policy, _) = await CallAsync("GET", $"{Functions}/hello/policy");

        status.ShouldBe(201);
        JsonNode.Parse(added!["Statement"]!.GetValue<string>())!["Principal"]!["Service"]!.GetValue<string>().ShouldBe("apigateway.amazonaws.com");
        again.ShouldBe(409);
        conflict!["Message"]!.GetValue<string>().ShouldStartWith("The statement id (api) provided already exists.");
        JsonNode.Parse(policy!["Policy"]!.GetValue<string>())!["Statement"]!.AsArray().Count.ShouldBe(1);
        (await CallAsync("DELETE", $"{Functions}/hello/policy/api")).Status.ShouldBe(204);
        (await CallAsync("GET", $"{Functions}/hello/policy")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Lists_page_by_page_in_the_order_of_names()
    {
        foreach (var name in new[] { "c", "a", "b" })
        {
            await CreateAsync(name + name);
        }

        var (_, first, _) = await CallAsync("GET", $"{Functions}?MaxItems=2");
        var (_, second, _) = await CallAsync("GET", $"{Functions}?MaxItems=2&Marker={Uri.EscapeDataString(first!["NextMarker"]!.GetValue<string>())}");

        first["Functions"]!.AsArray().Select(function => function!["FunctionName"]!.GetValue<string>()).ShouldBe(["aa", "bb"]);
        second!["Functions"]!.AsArray().Select(function => function!["FunctionName"]!.GetValue<string>()).ShouldBe(["cc"]);
        second["NextMarker"].ShouldBeNull();
    }

    [Fact]
    public async Task Deleting_a_function_takes_its_policy_along()
    {
        await CreateAsync("hello");
        await CallAsync("POST", $"{Functions}/hello/policy", """{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*"}""");

        (await CallAsync("DELETE", $"{Functions}/hello")).Status.ShouldBe(204);

        _store.Count.ShouldBe(0);
    }

    private Task<(int Status, JsonNode? Body, IHeaderDictionary Headers)> CreateAsync(string name, string? zip = null) => CallAsync(
        "POST", Functions,
        $$"""
        {"FunctionName":"{{name}}","Runtime":"nodejs22.x","Handler":"index.handler","Role":"{{Role}}","Code":{"ZipFile":"{{zip ?? Zip()}}"} }
        """);

    private static string Zip()
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry("index.js").Open());
            writer.Write("exports.handler = async () => 1;");
        }

        return Convert.ToBase64String(buffer.ToArray());
    }

    private async Task<(int Status, JsonNode? Body, IHeaderDictionary Headers)> CallAsync(
        string method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        context.Request.Path = question < 0 ? target : target[..question];
        context.Request.QueryString = new QueryString(question < 0 ? "" : target[question..]);
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        context.Request.Headers.Authorization =
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0";
        context.Request.Headers.Host = "localhost";
        context.Request.Headers["X-Amz-Date"] = "20260101T000000Z";
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        var bytes = Encoding.UTF8.GetBytes(body ?? "");
        context.Request.ContentLength = bytes.Length;
        context.Request.Body = new MemoryStream(bytes);
        using var answer = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        await _plane.HandleAsync(context);
        await context.Response.BodyWriter.FlushAsync();
        var text = Encoding.UTF8.GetString(answer.ToArray());
        return (context.Response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), context.Response.Headers);
    }

    private sealed class FakeFunctions : IFunctionInvoker, IFunctionEvents, IFunctionPackages
    {
        public FunctionResult Answer { get; set; } = new() { Outcome = FunctionOutcome.Succeeded };

        public List<FunctionCall> Calls { get; } = [];

        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken)
        {
            Calls.Add(call);
            Called.TrySetResult();
            return new ValueTask<FunctionResult>(Answer);
        }

        public bool TryPost(FunctionCall call)
        {
            Calls.Add(call);
            Called.TrySetResult();
            return true;
        }

        public FunctionStream InvokeStreaming(FunctionCall call)
        {
            Calls.Add(call);
            return FunctionStream.Refused(Answer);
        }

        public ValueTask<string> PutAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken) => new("key");

        public ValueTask<Stream?> OpenAsync(string packageKey, CancellationToken cancellationToken) => new((Stream?)null);
    }
}
