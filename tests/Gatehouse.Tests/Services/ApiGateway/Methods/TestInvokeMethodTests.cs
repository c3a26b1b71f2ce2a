using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;
using Gatehouse.Tests.Services.Skeleton;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Tests.Services.ApiGateway.Methods;

/// <summary>The operation around the tester: who is found, what goes in, what comes out (rest-execution §13.1).</summary>
public sealed class TestInvokeMethodTests
{
    private readonly ControlPlaneHarness _plane = new();
    private readonly FakeTester _tester = new();

    [Fact]
    public async Task Input_and_output_are_AWSs()
    {
        var (api, resource) = await _plane.CreateMockApiAsync();
        _tester.Result = new MethodTestResult
        {
            Status = 201,
            Body = "body",
            Headers = [new("X-A", ["1", "2"])],
            Log = "log\n",
            LatencyMs = 5,
        };

        var (status, json) = await TestAsync(
            api, resource, "GET",
            "{\"pathWithQueryString\":\"/p?q=1\",\"body\":\"b\",\"headers\":{\"A\":\"1\",\"B\":\"2\"},"
            + "\"multiValueHeaders\":{\"B\":[\"3\",\"4\"]},\"stageVariables\":{\"v\":\"w\"}}");

        status.ShouldBe(200);
        var test = _tester.Test!;
        (test.PathWithQueryString, test.Body, test.Verb, test.ResourceId).ShouldBe(("/p?q=1", "b", "GET", resource));
        test.Headers.ShouldBe([new("A", "1"), new("B", "3"), new("B", "4")]);
        test.StageVariables["v"].ShouldBe("w");
        test.Tester.Account.ShouldBe(ControlPlaneHarness.Account);
        json.ToJsonString().ShouldBe(
            "{\"status\":201,\"body\":\"body\",\"headers\":{\"X-A\":\"2\"},\"multiValueHeaders\":{\"X-A\":[\"1\",\"2\"]},"
            + "\"log\":\"log\\n\",\"latency\":5}");
    }

    [Fact]
    public async Task Unknown_names_are_told_as_AWS_tells_them()
    {
        var (api, resource) = await _plane.CreateMockApiAsync();

        (await TestAsync("nosuchapi0", resource, "GET", "{}")).Json["message"]!.ToString()
            .ShouldBe("Invalid Resource identifier specified");
        (await TestAsync(api, "nosuch", "GET", "{}")).Json["message"]!.ToString()
            .ShouldBe("Invalid Resource identifier specified");
        var (status, json) = await TestAsync(api, resource, "DELETE", "{}");
        (status, json["message"]!.ToString()).ShouldBe((404, "Invalid Method identifier specified"));
        _tester.Test.ShouldBeNull();
    }

    private async Task<(int Status, JsonNode Json)> TestAsync(string api, string resource, string verb, string body)
    {
        var plane = new ControlPlane(new ControlPlaneOptions
        {
            Documents = _plane.Store,
            Packages = new NoFunctions(),
            Functions = new NoFunctions(),
            MethodTester = _tester,
            Ids = new RandomIdSource(),
            Time = TimeProvider.System,
            Loggers = NullLoggerFactory.Instance,
            Authenticator = new LoopbackAuthenticator(),
        });
        var context = new DefaultHttpContext();
        var request = context.Features.Get<IHttpRequestFeature>()!;
        request.Method = "POST";
        request.RawTarget = request.Path = $"/restapis/{api}/resources/{resource}/methods/{verb}";
        request.Headers.Host = "localhost:4566";
        request.Headers.Authorization = ControlPlaneHarness.Authorization();
        request.Headers["X-Amz-Date"] = "20260101T000000Z";
        var bytes = Encoding.UTF8.GetBytes(body);
        request.Body = new MemoryStream(bytes);
        request.Headers.ContentLength = bytes.Length;
        using var output = new MemoryStream();
        context.Response.Body = output;
        await plane.HandleAsync(context);
        return (context.Response.StatusCode, JsonNode.Parse(output.ToArray())!);
    }

    private sealed class FakeTester : IMethodTester
    {
        public MethodTest? Test { get; private set; }

        public MethodTestResult? Result { get; set; }

        public ValueTask<MethodTestResult?> TestAsync(MethodTest test, CancellationToken cancellationToken)
        {
            Test = test;
            return new(Result);
        }
    }
}
