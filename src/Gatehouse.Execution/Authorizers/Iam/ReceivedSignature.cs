using Gatehouse.Wire.SigV4;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.Authorizers.Iam;

/// <summary>
/// A request as its signature sees it: the target and the headers as they stood on the wire, whatever the router makes
/// of them (security §1.3).
/// </summary>
internal static class ReceivedSignature
{
    public static SigningRequest Read(HttpContext http)
    {
        var request = http.Request;
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target))
        {
            target = request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        }
        else if (!target.StartsWith('/') && target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            // Absolute form, as proxies send it (RFC 9112 §3.2).
            var slash = target.IndexOf('/', scheme + 3);
            target = slash < 0 ? "/" : target[slash..];
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        var headers = new List<KeyValuePair<string, string>>(request.Headers.Count);
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
            {
                headers.Add(new(name, value ?? string.Empty));
            }
        }

        return question < 0
            ? new SigningRequest(request.Method, target, string.Empty, headers)
            : new SigningRequest(request.Method, target[..question], target[(question + 1)..], headers);
    }
}
