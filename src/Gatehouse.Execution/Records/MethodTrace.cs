using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Records;

/// <summary>The lines that every method's execution log begins and ends with (sheet §13.1 and §14.1).</summary>
internal static class MethodTrace
{
    private const string ExtendedId = "Extended Request Id: ";
    private const string OwnSentence = "Execution failed due to ";
    private const string InternalError = OwnSentence + "an internal error";

    /// <summary>Line 1 of a live log; a test begins with its own head instead.</summary>
    public static void Arrived(ArrivedRequest request)
    {
        if (request.Trace is { IsTest: false } trace)
        {
            trace.Info(ExtendedId + request.ExtendedRequestId);
        }
    }

    /// <summary>Lines 3 to 5 for a method that asks for no key: an empty key prints as two spaces.</summary>
    public static void KeylessUsagePlan(RestCall call)
    {
        if (call.Request.Trace is not { IsTest: false } trace)
        {
            return;
        }

        var stage = call.Request.Stage;
        var method = call.Method;
        trace.Info(
            $"Verifying Usage Plan for request: {call.Request.RequestId}. API Key:  "
            + $"API Stage: {stage.ApiId}/{stage.StageName}");
        trace.Info(
            $"API Key  authorized because method '{method.DeclaredVerb} {method.ResourcePath}' does not require API "
            + "Key. Request will not contribute to throttle or quota limits");
        trace.Info($"Usage Plan check succeeded for API Key  and API Stage {stage.ApiId}/{stage.StageName}");
    }

    /// <summary>From <c>Starting execution</c> to the method request's body.</summary>
    public static void Starting(RestCall call)
    {
        if (call.Request.Trace is not { } trace)
        {
            return;
        }

        var request = call.Request;
        trace.Info($"Starting execution for request: {request.RequestId}");
        trace.Info($"HTTP Method: {request.Verb}, Resource Path: {request.EventPath}");
        if (call.Usage is { } usage)
        {
            trace.Info($"API Key: {TraceText.Mask(usage.KeyValue)}");
            trace.Info($"API Key ID: {usage.KeyId}");
        }

        if (!trace.WantsData)
        {
            return;
        }

        trace.DataMap("Method request path", PathOf(call));
        trace.DataMap("Method request query string", QueryOf(request));
        trace.DataHeaders("Method request headers", request.Headers.Entries);
        trace.DataBody("Method request body before transformations", call.Body.Span);
    }

    /// <summary>What went out, after a method answered for itself.</summary>
    public static void Succeeded(RestCall call, MethodAnswer answer, ReadOnlySpan<byte> body)
    {
        if (call.Request.Trace is not { } trace)
        {
            return;
        }

        trace.DataBody("Method response body after transformations", body);
        trace.DataHeaders("Method response headers", HeadersOf(answer));
        trace.Info("Successfully completed execution");
        Ended(call.Request, call, answer.Status);
    }

    /// <summary>Why there was a fault, and what was answered for it (sheet §14.2).</summary>
    public static void Faulted(
        ArrivedRequest request, RestCall? call, GatewayFault fault, string? detail, MethodAnswer answer)
    {
        if (request.Trace is not { } trace)
        {
            return;
        }

        var (sentence, reason) = Split(detail ?? InternalError);
        trace.Error(sentence);
        if (!trace.IsTest)
        {
            if (reason is not null)
            {
                trace.Error("Reason: " + reason);
            }

            // (unconfirmed) The position before the last line; a test's log has none of these three.
            trace.Info($"Gateway response type: {fault.Row.Name} with status code: {answer.Status}");
            trace.DataBody("Gateway response body", answer.Body.Span);
            trace.DataHeaders("Gateway response headers", HeadersOf(answer));
        }

        Ended(request, call, answer.Status);
    }

    /// <summary>
    /// The answer's headers as logs and TestInvoke show them: the trace id, the content type, then the mapped ones; no
    /// request ids, no length, no date (sheet §13.1).
    /// </summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> HeadersOf(MethodAnswer answer)
    {
        foreach (var header in answer.Headers)
        {
            if (header.Key == TraceIdentity.HeaderName)
            {
                yield return header;
            }
        }

        yield return new("Content-Type", answer.ContentType);
        foreach (var header in answer.Headers)
        {
            if (header.Key != TraceIdentity.HeaderName)
            {
                yield return header;
            }
        }
    }

    private static void Ended(ArrivedRequest request, RestCall? call, int status)
    {
        var trace = request.Trace!;
        trace.Completed(status);
        if (trace.IsTest)
        {
            return;
        }

        if (call?.Endpoint.AwsRequestId is { } id)
        {
            trace.Info($"AWS Integration Endpoint RequestId : {id}");
        }

        if (request.Stage.IsTracingEnabled)
        {
            trace.Info($"X-ray Tracing ID : {TraceIdentity.WithoutSelf(request.TraceHeader)}");
        }
    }

    /// <summary>
    /// The sentence as AWS writes it, and what stands behind it in parentheses: Gatehouse's own reason. Differs from
    /// AWS: a live log has the reason in a line of its own.
    /// </summary>
    private static (string Sentence, string? Reason) Split(string detail)
    {
        var open = detail.IndexOf(" (", StringComparison.Ordinal);
        return open > 0 && detail[^1] == ')' && detail.StartsWith(OwnSentence, StringComparison.Ordinal)
            ? (detail[..open], detail[(open + 2)..^1])
            : (detail, null);
    }

    private static IEnumerable<KeyValuePair<string, string>> PathOf(RestCall call)
    {
        for (var i = 0; i < call.Path.Count; i++)
        {
            yield return new(call.Path.Names[i], call.Path.ValueAt(i));
        }
    }

    /// <summary>A name that came several times: its values joined by commas.</summary>
    private static IEnumerable<KeyValuePair<string, string>> QueryOf(ArrivedRequest request)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in request.Query.Pairs)
        {
            if (seen.Add(name))
            {
                var values = request.Query.FindAll(name);
                yield return new(name, string.Join(',', (IEnumerable<string?>)values));
            }
        }
    }
}
