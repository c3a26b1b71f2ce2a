using System.Globalization;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Records;

/// <summary>
/// The lines of an integration's call, from the endpoint's address to its answer (sheet §13.1). A mock has none.
/// </summary>
internal static class EndpointTrace
{
    /// <summary>Three data lines and <c>Sending request to</c>.</summary>
    public static void Sending(
        ExecutionTrace trace, string uri, IEnumerable<KeyValuePair<string, StringValues>> headers,
        ReadOnlySpan<byte> body)
    {
        if (!trace.WantsData)
        {
            return;
        }

        trace.Data($"Endpoint request URI: {uri}");
        trace.DataHeaders("Endpoint request headers", headers);
        trace.DataBody("Endpoint request body after transformations", body);
        trace.Data($"Sending request to {uri}");
    }

    /// <summary>The status, and the headers that came with it.</summary>
    public static void Received(
        ExecutionTrace trace, int status, TimeSpan? latency, IEnumerable<KeyValuePair<string, StringValues>> headers)
    {
        if (!trace.WantsData)
        {
            return;
        }

        var milliseconds = Math.Round(latency.GetValueOrDefault().TotalMilliseconds);
        trace.Data($"Received response. Status: {status}, Integration latency: {milliseconds} ms");
        trace.DataHeaders("Endpoint response headers", headers);
    }

    /// <summary>The endpoint's body, before anything was made of it.</summary>
    public static void Body(ExecutionTrace? trace, ReadOnlySpan<byte> body) =>
        trace?.DataBody("Endpoint response body before transformations", body);

    /// <summary>Lambda's own address, under which AWS logs the call of a function (sheet §13.1).</summary>
    public static string FunctionUri(string region, string functionArn) => string.Create(
        CultureInfo.InvariantCulture,
        $"https://lambda.{region}.amazonaws.com/2015-03-31/functions/{functionArn}/invocations");
}
