using System.Collections.Immutable;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Compilation;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Authorization;
using Gatehouse.Model.Authorizers;
using Gatehouse.Model.RestApis;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.TestInvocations;

/// <summary>
/// TestInvokeAuthorizer (security §5.7): asks one authorizer of the definition as it stands, with what is kept for
/// nobody and by the same step as a deployed method's. A policy that denies is an answer like any other.
/// </summary>
internal sealed class AuthorizerTestRunner(StageCompiler compiler, RequestIdentifiers ids, TimeProvider time)
    : IAuthorizerTester
{
    public async ValueTask<AuthorizerTestResult> TestAsync(AuthorizerTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        // Compiling takes its time: not on the thread that polls the caller's socket.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (plan, method) = compiler.CompileTest(test);
        var target = string.IsNullOrEmpty(test.PathWithQueryString) ? "/"
            : test.PathWithQueryString[0] == '/' ? test.PathWithQueryString
            : "/" + test.PathWithQueryString;
        var asMethod = new MethodTest
        {
            Scope = test.Scope,
            Definition = test.Definition,
            ResourceId = string.Empty,
            Verb = "GET",
            PathWithQueryString = target,
            Body = test.Body,
            Headers = test.Headers,
            StageVariables = test.StageVariables,
            Tester = test.Tester,
        };
        var http = TestHttpContext.Create(asMethod, target, Stream.Null, cancellationToken);
        var request = Arrive(http, plan, target, asMethod);
        var refusal = RequestLimits.Check(request);
        await using var call = new RestCall(request, method, default);
        var result = refusal;
        for (var i = 0; result.Fault is null && i < method.Steps.Length; i++)
        {
            result = await method.Steps[i].RunAsync(call);
        }

        return ResultOf(call, result);
    }

    private ArrivedRequest Arrive(HttpContext http, StagePlan plan, string target, MethodTest test)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
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

    private AuthorizerTestResult ResultOf(RestCall call, in StepResult result)
    {
        // Who is denied was known well enough for it: that is the answer of a working authorizer.
        var isAnswered = result.Fault is null or { Type: GatewayResponseType.AccessDenied };
        if (!isAnswered)
        {
            Fail(call, result);
        }
        else if (result.Fault is not null)
        {
            AuthorizerTrace.Completed(call);
        }

        var caller = isAnswered ? call.Authorization : null;
        return new AuthorizerTestResult
        {
            ClientStatus = isAnswered ? 0 : result.Fault!.Status,
            Log = TestLog.Write(call.Request.RequestId, call.Request.Trace!.Lines),
            LatencyMs = (long)time.GetElapsedTime(call.Request.StartedAt).TotalMilliseconds,
            PrincipalId = caller?.PrincipalId,
            Policy = caller?.PolicyText,
            Authorization = caller is { IsFunction: true } ? TextsOf(caller.Context) : [],
            Claims = caller?.Claims is { } claims ? [.. claims.Entries] : null,
        };
    }

    /// <summary>The sentence, and the name of the error in a line of its own (rest-execution §13.2).</summary>
    private static void Fail(RestCall call, in StepResult result)
    {
        var trace = call.Request.Trace!;
        trace.Error(result.Detail ?? AuthorizerTrace.Unauthorized(call));
        trace.Error(result.Fault!.Type == GatewayResponseType.Unauthorized
            ? "Unauthorized"
            : result.Fault.ErrorType ?? string.Empty);
    }

    private static ImmutableArray<KeyValuePair<string, string>> TextsOf(AuthorizerContext context) =>
    [
        .. context.Entries.Select(
            static entry => new KeyValuePair<string, string>(entry.Name, entry.Text ?? string.Empty)),
    ];
}
