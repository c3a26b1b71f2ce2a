using System.Text;
using Gatehouse.Model.RestApis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.TestInvocations;

/// <summary>
/// The request of a test as the steps expect one: a context of its own, with no connection, server or session behind
/// it.
/// </summary>
internal static class TestHttpContext
{
    /// <param name="test">What is tested.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="answer">Takes the body of the answer.</param>
    /// <param name="aborted">Ends the test.</param>
    public static DefaultHttpContext Create(
        MethodTest test, string target, Stream answer, CancellationToken aborted)
    {
        var body = Encoding.UTF8.GetBytes(test.Body);
        var features = new FeatureCollection();
        var request = new HttpRequestFeature
        {
            Method = test.Verb,
            Protocol = HttpProtocol.Http11,
            Scheme = "https",
            RawTarget = target,
            Body = new MemoryStream(body, writable: false),
        };
        foreach (var (name, value) in test.Headers)
        {
            request.Headers[name] = StringValues.Concat(request.Headers[name], value);
        }

        // "The default content type is application/json and other content types are ignored" (sheet §13.1, the guide).
        request.Headers.ContentType = "application/json";
        request.Headers.ContentLength = body.Length;
        request.Headers.Host = TestNames.DomainName;
        request.Headers.Remove("Content-Encoding"); // the body is given as text
        request.Headers.Remove("X-HTTP-Method-Override");
        request.Headers.Remove("X-Amzn-RequestId");
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body.Length > 0));
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        return new DefaultHttpContext(features) { RequestAborted = aborted };
    }

    private sealed class BodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody { get; } = canHaveBody;
    }
}
