using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Execution.FunctionUrls;

/// <summary>RESPONSE_STREAM (deployment-and-tools §6.2) and CORS of function URLs (Lambda API reference, Cors).</summary>
public sealed class FunctionUrlStreamTests
{
    private const string Metadata = "application/vnd.awslambda.http-integration-response";

    [Fact]
    public async Task Metadata_become_status_and_headers_and_bytes_arrive_before_the_end()
    {
        await using var house = await UrlHouse.StartAsync(mode: "RESPONSE_STREAM");
        var written = new Written(house, Metadata);
        written.Write("""{"statusCode":201,"headers":{"Content-Type":"text/plain"},"cookies":["a=1"]}""" + "\0\0\0\0\0\0\0\0one");

        using var response = await house.SendAsync(completion: HttpCompletionOption.ResponseHeadersRead);

        ((int)response.StatusCode).ShouldBe(201);
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1"]);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain");
        await using var body = await response.Content.ReadAsStreamAsync();
        var first = new byte[3];
        await body.ReadExactlyAsync(first);
        Encoding.ASCII.GetString(first).ShouldBe("one");
        written.Write("two");
        written.End();
        using var rest = new StreamReader(body);
        (await rest.ReadToEndAsync()).ShouldBe("two");
    }

    [Fact]
    public async Task Without_metadata_all_bytes_are_the_body()
    {
        await using var house = await UrlHouse.StartAsync(mode: "RESPONSE_STREAM");
        var written = new Written(house, "text/html");
        written.Write("{\"statusCode\":404}");
        written.End();

        using var response = await house.SendAsync();

        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html");
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"statusCode\":404}");
    }

    [Fact]
    public async Task An_error_before_the_first_byte_is_answered_and_one_behind_it_breaks_off()
    {
        await using var house = await UrlHouse.StartAsync(mode: "RESPONSE_STREAM");
        var failed = new Written(house, null);
        failed.End(FunctionOutcome.FunctionFailed);
        ((int)(await house.SendAsync()).StatusCode).ShouldBe(502);

        var midway = new Written(house, "text/plain");
        midway.Write("one");
        using var response = await house.SendAsync(completion: HttpCompletionOption.ResponseHeadersRead);
        midway.End(FunctionOutcome.FunctionFailed);

        await Should.ThrowAsync<HttpRequestException>(async () => await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_preflight_is_answered_without_the_function_and_without_a_signature()
    {
        await using var house = await UrlHouse.StartAsync("AWS_IAM", cors: new FunctionUrlCors
        {
            AllowOrigins = ["https://a.example"], AllowMethods = ["GET", "POST"], AllowHeaders = ["x-a"], MaxAge = 60,
            AllowCredentials = true,
        });

        var response = await house.SendAsync(
            "OPTIONS", headers: [("Origin", "https://a.example"), ("Access-Control-Request-Method", "POST")]);

        ((int)response.StatusCode).ShouldBe(200);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://a.example"]);
        response.Headers.GetValues("Access-Control-Allow-Methods").ShouldBe(["GET,POST"]);
        response.Headers.GetValues("Access-Control-Allow-Headers").ShouldBe(["x-a"]);
        response.Headers.GetValues("Access-Control-Max-Age").ShouldBe(["60"]);
        response.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
        var other = await house.SendAsync(
            "OPTIONS", headers: [("Origin", "https://b.example"), ("Access-Control-Request-Method", "POST")]);
        other.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        house.Harness.Functions.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Settings_of_CORS_speak_alone_and_without_them_the_function_answers_OPTIONS()
    {
        await using var house = await UrlHouse.StartAsync(cors: new FunctionUrlCors { AllowOrigins = ["*"], ExposeHeaders = ["x-b"] });
        house.Harness.Functions.Returns("""{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"https://wrong.example"}}""");
        var response = await house.SendAsync(headers: [("Origin", "https://a.example")]);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.GetValues("Access-Control-Expose-Headers").ShouldBe(["x-b"]);

        await using var bare = await UrlHouse.StartAsync();
        await bare.SendAsync("OPTIONS", headers: [("Origin", "https://a.example"), ("Access-Control-Request-Method", "POST")]);
        bare.Harness.Functions.Calls.Count.ShouldBe(1);
    }

    /// <summary>An invocation whose answer the test writes.</summary>
    private sealed class Written
    {
        private readonly Pipe _pipe = new();
        private readonly TaskCompletionSource<FunctionResult> _ended = new();

        public Written(UrlHouse house, string? contentType) => house.Harness.Functions.StreamHandler = _ => new FunctionStream
        {
            Body = _pipe.Reader, Began = Task.CompletedTask, ContentType = Task.FromResult(contentType), Ended = _ended.Task,
        };

        public void Write(string text)
        {
            _pipe.Writer.Write(Encoding.Latin1.GetBytes(text));
            _ = _pipe.Writer.FlushAsync().AsTask();
        }

        public void End(FunctionOutcome outcome = FunctionOutcome.Succeeded)
        {
            _ended.SetResult(new FunctionResult { Outcome = outcome });
            _pipe.Writer.Complete();
        }
    }
}
