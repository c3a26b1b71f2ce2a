using System.Collections.Immutable;
using System.Text;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Compilation;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Routing;
using Gatehouse.Model.Observations;
using Gatehouse.Model.RestApis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.TestInvocations;

/// <summary>
/// TestInvokeMethod (sheet §13.1): compiles the definition as it stands, runs one method of it through the same steps
/// as a deployed one, and throws the plan away. Nothing of it is counted, logged, throttled or cached.
/// </summary>
internal sealed class MethodTestRunner(
    StageCompiler compiler, RequestIdentifiers ids, TimeProvider time, ILogger<RestPlane> logger) : IMethodTester
{
    public async ValueTask<MethodTestResult?> TestAsync(MethodTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        // Compiling a large definition takes its time: not on the thread that polls the caller's socket.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        StagePlan plan;
        string template;
        try
        {
            (plan, template) = compiler.CompileTest(test);
        }
        catch (StageCompilationException exception)
        {
            return NotCompiled(exception);
        }

        var templateRoute = default(RouteCaptures);
        if (plan.Routes.Match(template, ref templateRoute)?.Find(test.Verb) is not { } method)
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(
            method.IsStreamed ? TestLimits.StreamWait : Timeout.InfiniteTimeSpan, time);
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var limit = method.IsStreamed ? TestLimits.StreamBytes : TestLimits.BodyBytes;
        await using var answer = new TestResponseBody(limit, deadline.Cancel);
        var target = TargetOf(test, template);
        var http = TestHttpContext.Create(test, target, answer, aborted.Token);
        var request = Arrive(http, plan, target, test);
        var heard = new LastRecord();
        var isEnded = await RunAsync(request, method, heard, deadline, cancellationToken);
        return ResultOf(request, method, http, answer, heard, isEnded);
    }

    /// <summary>The definition contradicts itself: no method of it could be deployed.</summary>
    private MethodTestResult NotCompiled(StageCompilationException exception)
    {
        var trace = new ExecutionTrace(TraceDetail.Full, time, isTest: true);
        var fault = GatewayFaults.ApiConfigurationError;
        trace.Error("Execution failed due to configuration error: " + exception.Message);
        trace.Completed(fault.Status);
        return new MethodTestResult
        {
            Status = fault.Status,
            Body = Encoding.UTF8.GetString(fault.Body.Span),
            Headers = [new(FaultResponder.ErrorTypeHeader, [fault.ErrorType!])],
            Log = TestLog.Write(ids.NewRequestId(), trace.Lines),
            LatencyMs = 0,
        };
    }

    private ArrivedRequest Arrive(HttpContext http, StagePlan plan, string target, MethodTest test)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        // The path of a test has no stage before it.
        var address = new InvokeAddress
        {
            ApiId = plan.ApiId,
            Stage = plan.StageName,
            PathStart = 0,
            ResourceStart = 0,
            PathEnd = question < 0 ? target.Length : question,
            IsPathForm = false,
        };
        return new ArrivedRequest(http, plan, target, address, ids, time.GetUtcNow(), time.GetTimestamp())
        {
            Trace = new ExecutionTrace(TraceDetail.Full, time, isTest: true),
            Test = new TestCaller(test),
        };
    }

    /// <returns><see langword="false"/> when the test ended before the method did.</returns>
    private async ValueTask<bool> RunAsync(
        ArrivedRequest request, MethodPlan method, LastRecord heard, CancellationTokenSource deadline,
        CancellationToken cancellationToken)
    {
        var rest = new RestPlane(ids, time, new RequestRecorder(heard, time), logger);
        try
        {
            var captures = default(RouteCaptures);
            var matched = request.Stage.Routes.Match(request.ResourcePath, ref captures);
            // A path that is not the resource's is no error: its parameters are then just empty (sheet §13.1).
            var path = matched is not null && request.Test!.HasPath
                ? new PathParameters(matched.ParameterNames, request.ResourcePath, captures)
                : default;
            if (RequestLimits.Check(request) is { Fault: { } fault } refusal)
            {
                await rest.RefuseAsync(request, fault, refusal.Detail);
                return true;
            }

            await rest.RunAsync(new RestCall(request, method, path));
            await request.Http.Response.BodyWriter.FlushAsync(CancellationToken.None);
            return true;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested
            && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private MethodTestResult ResultOf(
        ArrivedRequest request, MethodPlan method, HttpContext http, TestResponseBody answer, LastRecord heard,
        bool isEnded)
    {
        var latency = time.GetElapsedTime(request.StartedAt).TotalMilliseconds;
        var hasHead = isEnded || answer.Length > 0 || http.Response.ContentType is not null;
        return new MethodTestResult
        {
            // "If no status and headers in 35 s, status is 0" (sheet §13.1).
            Status = hasHead ? http.Response.StatusCode : 0,
            Body = Encoding.UTF8.GetString(answer.Taken),
            Headers = hasHead ? HeadersOf(http.Response.Headers, heard.Record?.GatewayResponseType is not null) : [],
            // Streamed methods have no execution log here (sheet §13.1).
            Log = method.IsStreamed ? string.Empty : TestLog.Write(request.RequestId, request.Trace!.Lines),
            LatencyMs = (long)latency,
        };
    }

    /// <summary>
    /// The trace id first, then the content type, then what was mapped; without what the connection and the gateway's
    /// own ids add. An answer of the gateway's own shows neither trace id nor content type (sheet §13.1).
    /// </summary>
    private static ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> HeadersOf(
        IHeaderDictionary headers, bool isGatewayResponse)
    {
        var ordered = ImmutableArray.CreateBuilder<KeyValuePair<string, ImmutableArray<string>>>();
        if (!isGatewayResponse)
        {
            Add(TraceIdentity.HeaderName, headers[TraceIdentity.HeaderName]);
            Add("Content-Type", headers.ContentType);
        }

        foreach (var (name, values) in headers)
        {
            if (!IsLeftOut(name))
            {
                Add(name, values);
            }
        }

        return ordered.DrainToImmutable();

        void Add(string name, StringValues values)
        {
            if (values.Count > 0)
            {
                ordered.Add(new(name, [.. values.Select(static value => value ?? string.Empty)]));
            }
        }
    }

    private static bool IsLeftOut(string name) => name.ToLowerInvariant() is
        "x-amzn-trace-id" or "content-type" or "content-length" or "connection" or "date" or "server"
        or "x-amzn-requestid" or "x-amz-apigw-id";

    private static string TargetOf(MethodTest test, string template)
    {
        var target = string.IsNullOrEmpty(test.PathWithQueryString) ? template : test.PathWithQueryString;
        return target[0] switch
        {
            '/' => target,
            '?' => template + target,
            _ => "/" + target,
        };
    }

    /// <summary>Keeps the record of the one call, to tell the gateway's own answers from the method's.</summary>
    private sealed class LastRecord : IRequestRecordSink
    {
        public bool IsEnabled => true;

        public bool TakesLogs => false;

        public RequestRecord? Record { get; private set; }

        public void Write(RequestRecord record) => Record = record;
    }
}

/// <summary>What a test puts in the place of a client.</summary>
internal sealed class TestCaller(MethodTest test)
{
    /// <summary>The test gave a path; otherwise the template stands in and its parameters are empty.</summary>
    public bool HasPath { get; } = !string.IsNullOrEmpty(test.PathWithQueryString)
        && test.PathWithQueryString[0] != '?';

    public string Account { get; } = test.Tester.Account;

    public string Arn { get; } = test.Tester.Arn;

    public string? AccessKeyId { get; } = test.Tester.AccessKeyId;

    public string? UserAgent { get; } = test.Tester.UserAgent;

    /// <summary>Only what the test gave: a client's connection adds nothing.</summary>
    public List<KeyValuePair<string, StringValues>> Headers { get; } =
    [
        .. test.Headers.GroupBy(static header => header.Key, StringComparer.OrdinalIgnoreCase).Select(
            static group => new KeyValuePair<string, StringValues>(
                group.Key, group.Select(static header => header.Value).ToArray())),
    ];
}
