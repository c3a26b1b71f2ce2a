using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Runtimes;

/// <summary>.NET functions in real processes (Lambda developer guide, "Define Lambda function handler in C#"; §6.3, §6.7).</summary>
public sealed class DotnetClientTests(DotnetClientTests.Library library) : IClassFixture<DotnetClientTests.Library>
{
    private const string Code = """
        using Amazon.Lambda.Core;
        namespace Shop;
        public record Order(string Name, int Count);
        public class Handlers
        {
            private int _calls;
            public Stream Copy(Stream input) { var copy = new MemoryStream(); input.CopyTo(copy); return copy; }
            public Order Double(Order order) => order with { Count = order.Count * 2 };
            public async Task<Order> DoubleLater(Order order, ILambdaContext context) { await Task.Yield(); context.Logger.LogInformation("later " + context.FunctionName); return Double(order); }
            public static string Shout(string text) => text.ToUpperInvariant();
            public int Count() => ++_calls;
            public void Nothing(Order order) { }
            public async Task NothingLater() => await Task.Yield();
            public async ValueTask<int> Value() { await Task.Yield(); return 7; }
            public Dictionary<string, object> About(ILambdaContext context) => new()
            {
                ["id"] = context.AwsRequestId, ["arn"] = context.InvokedFunctionArn, ["memory"] = context.MemoryLimitInMB,
                ["left"] = context.RemainingTime > TimeSpan.Zero && context.RemainingTime <= TimeSpan.FromSeconds(20),
                ["group"] = context.LogGroupName, ["version"] = context.FunctionVersion, ["trace"] = Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"),
                ["title"] = context.ClientContext?.Client.AppTitle, ["env"] = Environment.GetEnvironmentVariable("AWS_EXECUTION_ENV"),
                ["heap"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
            };
            public string Print() { Console.WriteLine("out"); Console.Error.WriteLine("err"); return "done"; }
            public string Throw() => throw new InvalidOperationException("no", new ArgumentException("because"));
            public async Task<string> ThrowLater() { await Task.Yield(); throw new AggregateException("many", new Exception("a"), new Exception("b")); }
            public string Exit() { Environment.Exit(3); return ""; }
            public string Twice(string a) => a;
            public string Twice(int a) => "";
            public async void Never() => await Task.Yield();
            [LambdaSerializer(typeof(Reversing))] public string Reversed(string text) => text;
        }
        public class Reversing : ILambdaSerializer
        {
            public T Deserialize<T>(Stream requestStream) => (T)(object)new string(new StreamReader(requestStream).ReadToEnd().Reverse().ToArray());
            public void Serialize<T>(T response, Stream responseStream) => responseStream.Write(Encoding.UTF8.GetBytes($"<{response}>"));
        }
        public class Broken { public Broken() => throw new NotSupportedException("at start"); public string Run() => ""; }
        """;

    [Theory]
    [InlineData("Copy", """{ "a" : [1] }""", """{ "a" : [1] }""")]
    [InlineData("Double", """{"name":"nut","Count":2}""", """{"Name":"nut","Count":4}""")]
    [InlineData("DoubleLater", """{"Name":"nut","Count":3}""", """{"Name":"nut","Count":6}""")]
    [InlineData("Shout", "\"hi\"", "\"HI\"")]
    [InlineData("Nothing", "{}", "")]
    [InlineData("NothingLater", "{}", "")]
    [InlineData("Value", "{}", "7")]
    [InlineData("Reversed", "\"abc\"", "<\"cba\">")]
    public async Task A_class_library_s_handler_may_have_any_of_Lambdas_shapes(string method, string payload, string answer)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await library.AddAsync(fixture, $"Shop::Shop.Handlers::{method}");

        (await fixture.SucceedAsync(payload)).ShouldBe(answer);
        (await fixture.SucceedAsync(payload)).ShouldBe(answer, "and again by the same process");
    }

    [Fact]
    public async Task One_instance_serves_all_calls_of_a_process()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await library.AddAsync(fixture, "Shop::Shop.Handlers::Count");

        (await fixture.SucceedAsync()).ShouldBe("1");
        (await fixture.SucceedAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task The_context_tells_what_Lambda_tells()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await library.AddAsync(fixture, "Shop::Shop.Handlers::About");
        var id = "";

        var result = await fixture.InvokeAsync(onRequestId: given => id = given);

        var about = JsonNode.Parse(result.Payload.Span)!;
        about["id"]!.ToString().ShouldBe(id);
        about["arn"]!.ToString().ShouldBe("arn:aws:lambda:us-east-1:000000000000:function:f");
        about["memory"]!.GetValue<int>().ShouldBe(128);
        about["left"]!.GetValue<bool>().ShouldBeTrue();
        about["group"]!.ToString().ShouldBe("/aws/lambda/f");
        about["version"]!.ToString().ShouldBe("$LATEST");
        about["trace"]!.ToString().ShouldBe("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
        about["env"]!.ToString().ShouldBe("AWS_Lambda_dotnet8");
        about["heap"]!.GetValue<int>().ShouldBe(96, "three quarters of its memory, as in a container");
    }

    [Fact]
    public async Task What_it_prints_stands_between_START_and_END()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await library.AddAsync(fixture, "Shop::Shop.Handlers::Print");

        var tail = (await fixture.InvokeAsync(wantsLogTail: true)).Tail().Split('\n');

        var start = Array.FindIndex(tail, static line => line.StartsWith("START RequestId", StringComparison.Ordinal));
        tail[(start + 1)..(start + 3)].ShouldBe(["out", "err"]);
        tail[start + 3].ShouldStartWith("END RequestId");
    }

    [Fact]
    public async Task An_exception_is_reported_in_NETs_form_with_its_causes()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await library.AddAsync(fixture, "Shop::Shop.Handlers::Throw");

        var result = await fixture.InvokeAsync();

        (result.Outcome, result.FunctionError).ShouldBe((FunctionOutcome.FunctionFailed, "Unhandled"));
        result.Text().ShouldStartWith("{\n  \"errorType\": \"InvalidOperationException\",\n  \"errorMessage\": \"no\",\n  \"stackTrace\": [\n    \"at Shop.Handlers.Throw()");
        var error = JsonNode.Parse(result.Payload.Span)!;
        error["stackTrace"]!.AsArray().Count.ShouldBe(1, "only the author's frames");
        error["cause"]!["errorType"]!.ToString().ShouldBe("ArgumentException");
        await library.AddAsync(fixture, "Shop::Shop.Handlers::ThrowLater");
        var many = JsonNode.Parse((await fixture.InvokeAsync()).Payload.Span)!;
        many["errorType"]!.ToString().ShouldBe("AggregateException");
        many["causes"]!.AsArray().Select(static cause => cause!["errorMessage"]!.ToString()).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("Shop::Shop.Nobody::Run", "LambdaValidationException", "Unable to load type 'Shop.Nobody' from assembly 'Shop'.")]
    [InlineData("Shop::Shop.Handlers::Nothere", "LambdaValidationException", "Found no methods matching method name 'Nothere'.")]
    [InlineData("Shop::Shop.Handlers::Twice", "LambdaValidationException", "Found more than one method matching method name 'Twice'")]
    [InlineData("Shop::Shop.Handlers", "LambdaValidationException", "The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("Shop::Shop.Handlers::Never", "LambdaValidationException", "async void")]
    [InlineData("Shop::Shop.Broken::Run", "NotSupportedException", "at start")]
    [InlineData("None::Shop.Handlers::Copy", "LambdaValidationException", "Could not find the specified handler assembly with the file name 'None.dll'.")]
    public async Task What_cannot_be_a_handler_says_why(string handler, string type, string message)
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await library.AddAsync(fixture, handler);

        var result = await fixture.InvokeAsync();

        result.Outcome.ShouldBe(FunctionOutcome.FunctionFailed, result.Reason);
        var error = JsonNode.Parse(result.Payload.Span)!;
        error["errorType"]!.ToString().ShouldBe(type);
        error["errorMessage"]!.ToString().ShouldContain(message);
    }

    [Fact]
    public async Task A_process_that_exits_is_replaced()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await library.AddAsync(fixture, "Shop::Shop.Handlers::Exit");

        (await fixture.InvokeAsync()).Text().ShouldContain("Runtime exited with error: exit status 3");
        (await fixture.InvokeAsync()).Text().ShouldContain("Runtime exited with error: exit status 3");
    }

    [Fact]
    public async Task An_executable_brings_its_own_client()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await library.AddAsync(fixture, "Own");

        (await fixture.SucceedAsync("""{"a":1}""")).ShouldBe("""{"a":1}""");
        (await fixture.SucceedAsync("""{"a":2}""")).ShouldBe("""{"a":2}""");
    }

    /// <summary>Compiled once for all tests.</summary>
    public sealed class Library : IAsyncLifetime
    {
        /// <summary>What Amazon.Lambda.RuntimeSupport does, in short: an executable that speaks the Runtime API itself.</summary>
        private const string Executable = """
            using System.Net.Http;
            var client = new HttpClient { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
            var root = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
            while (true)
            {
                using var next = await client.GetAsync(root + "next");
                var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
                using var answer = await client.PostAsync($"{root}{id}/response", new ByteArrayContent(await next.Content.ReadAsByteArrayAsync()));
            }
            """;

        private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-dotnet-").FullName;

        public async ValueTask InitializeAsync()
        {
            await DotnetLibrary.CompileAsync(_folder, "Shop", isExecutable: false, DotnetLibrary.LambdaCore, Code);
            await DotnetLibrary.CompileAsync(_folder, "Own", isExecutable: true, Executable);
        }

        internal Task AddAsync(FunctionHostFixture fixture, string handler) => fixture.AddAsync(
            "f", "dotnet8", handler,
            document => document with { Code = new FunctionCode { CodeSha256 = _folder, LocalFolder = _folder } });

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
