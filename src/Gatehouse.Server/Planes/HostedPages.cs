using System.Text;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp.Hosted;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Planes;

/// <summary>The hosted pages and OAuth endpoints of user pools: turns HTTP into what they know, and back.</summary>
internal sealed class HostedPages(HostedSites sites) : IPlane
{
    private const string Form = "application/x-www-form-urlencoded";

    public bool TryHandle(HttpContext context, out ValueTask handling)
    {
        var request = context.Request;
        if (request.Path.Value is not { } path
            || !sites.Owns(request.Method, path, request.Headers.AccessControlRequestHeaders))
        {
            handling = default;
            return false;
        }

        handling = AnswerAsync(context, path);
        return true;
    }

    private async ValueTask AnswerAsync(HttpContext context, string path)
    {
        // From the server's IO thread to the pool: a sign-in takes its time.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var form = await ReadFormAsync(context);
        if (form is null)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var request = context.Request;
        var answer = await sites.AnswerAsync(
            new HostedRequest
            {
                Method = request.Method,
                Path = path,
                Host = request.Host.Value ?? "",
                IsHttps = request.IsHttps,
                Query = HostedQuery.Parse(request.QueryString.Value ?? ""),
                Form = form,
                Cookies = request.Cookies.ToDictionary(StringComparer.Ordinal),
                Authorization = request.Headers.Authorization is [{ } one] ? one : null,
                Origin = request.Headers.Origin is [{ } origin] ? origin : null,
                RequestedHeaders = request.Headers.AccessControlRequestHeaders,
            },
            context.RequestAborted);
        await WriteAsync(context, answer);
    }

    /// <returns><see langword="null"/> when it is too large; empty when it is none.</returns>
    private static async ValueTask<IReadOnlyList<KeyValuePair<string, string>>?> ReadFormAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method)
            || request.ContentType?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) != true)
        {
            return [];
        }

        var buffer = new byte[UserPoolLimits.FormBytes + 1];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted);
            if (read == 0)
            {
                return HostedQuery.Parse(Encoding.UTF8.GetString(buffer, 0, length));
            }

            length += read;
        }

        return null;
    }

    private static async ValueTask WriteAsync(HttpContext context, HostedAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.Status == StatusCodes.Status204NoContent)
        {
            return;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        if (!answer.Body.IsEmpty && !HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }
}
