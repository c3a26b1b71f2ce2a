using System.Reflection;
using System.Text;
using System.Text.Json;
using Gatehouse.Services.Lambda.Functions;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Planes;

/// <summary>
/// The server's own addresses: <c>/_gatehouse/health</c>, <c>/_gatehouse/version</c>,
/// <c>/_gatehouse/metrics</c>, and the code of functions under the
/// URLs that GetFunction signs.
/// </summary>
/// <param name="isReady">Whether every stored stage has been loaded; "ready" means loaded (design §6.10).</param>
/// <param name="downloads">Opens the code of functions.</param>
/// <param name="metrics">Answers <c>/_gatehouse/metrics</c>.</param>
internal sealed class OwnPages(Func<bool> isReady, FunctionDownloads downloads, MetricsPage metrics) : IPlane
{
    private const string Prefix = "/_gatehouse/";

    /// <summary>The product's version, as the build stamped it.</summary>
    public static string Version { get; } =
        typeof(OwnPages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public bool TryHandle(HttpContext context, out ValueTask handling)
    {
        var path = context.Request.Path.Value;
        if (path is null || !path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            handling = default;
            return false;
        }

        handling = path switch
        {
            "/_gatehouse/health" => Health(context),
            "/_gatehouse/metrics" => metrics.AnswerAsync(context),
            "/_gatehouse/version" => Write(context, 200, VersionJson()),
            _ when path.StartsWith(FunctionDownloads.Prefix, StringComparison.Ordinal) => Download(context, path),
            _ => Write(context, 404, "{\"message\":\"Not Found\"}"),
        };
        return true;
    }

    private ValueTask Health(HttpContext context) => isReady()
        ? Write(context, 200, "{\"status\":\"ready\"}")
        : Write(context, 503, "{\"status\":\"starting\"}");

    private async ValueTask Download(HttpContext context, string path)
    {
        // From the server's IO thread to the pool: opening a file may block.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var zip = await downloads.OpenAsync(path[FunctionDownloads.Prefix.Length..], context.RequestAborted);
        if (zip is null)
        {
            await Write(context, 403, "{\"message\":\"The URL is not valid or has expired.\"}");
            return;
        }

        context.Response.ContentType = "application/zip";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await zip.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    private static string VersionJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("product", "Gatehouse");
            writer.WriteString("version", Version);
            writer.WriteString("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static ValueTask Write(HttpContext context, int status, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? default
            : new ValueTask(context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask());
    }
}
