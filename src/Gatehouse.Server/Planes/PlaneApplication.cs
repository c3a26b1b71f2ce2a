using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Planes;

/// <summary>
/// Sends each request to the plane it belongs to (design, "Surface"): an invoke address to the data plane,
/// <c>/_gatehouse/</c> to the server's own pages, everything else to the control plane.
/// </summary>
internal sealed class PlaneApplication(
    IPlane dataPlane, IPlane ownPages, IPlane controlPlane, ILogger<PlaneApplication> logger)
    : IHttpApplication<DefaultHttpContext>
{
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel keeps one slot per connection: the context is reused for every request on it.
        if (contextFeatures is IHostContextContainer<DefaultHttpContext> container)
        {
            if (container.HostContext is { } kept)
            {
                kept.Initialize(contextFeatures);
                return kept;
            }

            return container.HostContext = new DefaultHttpContext(contextFeatures);
        }

        return new DefaultHttpContext(contextFeatures);
    }

    public Task ProcessRequestAsync(DefaultHttpContext context)
    {
        if (FramingRules.Refusal(context.Request) is { } refused)
        {
            context.Response.StatusCode = refused;
            context.Response.Headers.Connection = "close"; // what follows on the wire is anybody's guess
            return Task.CompletedTask;
        }

        if (dataPlane.TryHandle(context, out var handling)
            || ownPages.TryHandle(context, out handling)
            || controlPlane.TryHandle(context, out handling))
        {
            return handling.IsCompletedSuccessfully ? Task.CompletedTask : Guard(context, handling);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();

    private async Task Guard(DefaultHttpContext context, ValueTask handling)
    {
        try
        {
            await handling;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (BadHttpRequestException)
        {
            throw; // Kestrel answers it with the right 4xx and closes.
        }
        catch (Exception exception)
        {
            // Only a bug arrives here: the planes turn what callers and networks cause into answers.
            logger.UnhandledFailure(exception, context.Request.Method, context.Request.Path);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"message\": \"Internal server error\"}", CancellationToken.None);
        }
    }
}
