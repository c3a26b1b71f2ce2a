using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Planes;

/// <summary>A destination of requests. Asked in order; the first that takes the request answers it.</summary>
internal interface IPlane
{
    /// <returns><see langword="false"/> when the request is not for this plane; nothing was read or written then.</returns>
    bool TryHandle(HttpContext context, out ValueTask handling);
}
