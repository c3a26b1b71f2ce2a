using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Planes;

/// <summary>
/// <c>/_gatehouse/metrics</c>. Names of APIs and figures of the process are nobody's business on a public listener:
/// there it answers 403 unless the operator set a token or allowed everyone.
/// </summary>
internal sealed class MetricsPage(ServerOptions options, ServerMetrics metrics)
{
    private const string Bearer = "Bearer ";

    public async ValueTask AnswerAsync(HttpContext context)
    {
        // Off the thread that polls sockets: the page reads files.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var response = context.Response;
        if (!IsAllowed(context))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            response.ContentType = "application/json";
            await response.WriteAsync(
                "{\"message\":\"Metrics are not public. Set GATEHOUSE_METRICS_TOKEN and send it as a bearer token, or "
                + "start the server with --metrics-public.\"}",
                context.RequestAborted);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return;
        }

        var text = Encoding.UTF8.GetBytes(metrics.Write());
        response.ContentType = PrometheusText.ContentType;
        response.ContentLength = text.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(text, context.RequestAborted);
        }
    }

    private bool IsAllowed(HttpContext context)
    {
        if (options.AreMetricsPublic)
        {
            return true;
        }

        if (options.MetricsToken is { } token)
        {
            var sent = context.Request.Headers.Authorization.ToString();
            return sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                && CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes(sent[Bearer.Length..].Trim()), Encoding.UTF8.GetBytes(token));
        }

        return options.IsLoopback && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
    }
}
