using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Languages.Json;

namespace Gatehouse.Execution.WebSockets.Mapping;

/// <summary>Makes the backend's request of an event (websocket-api §5.6): parameters, then the template, then its overrides.</summary>
internal sealed class SocketRequestMapping
{
    private const string Undecodable =
        "Execution failed due to configuration error: Unable to base64 decode the body.";

    public required SocketParameter[] Parameters { get; init; }

    /// <summary>Empty for proxies, which send the message as it is.</summary>
    public required SocketTemplates Templates { get; init; }

    public required PassthroughBehavior Passthrough { get; init; }

    public required ContentHandling Handling { get; init; }

    public EventResult Map(RouteEvent call, out BackendRequest request)
    {
        request = new BackendRequest();
        foreach (var parameter in Parameters)
        {
            parameter.Apply(call, request);
        }

        var template = Templates.Select(call, answer: null);
        if (template is null && !MayPass())
        {
            return new EventResult(
                SocketFault.UnsupportedMediaType, "No request template matches and passthrough is not allowed");
        }

        if (!TryConvert(Handling, call.Body, out var body))
        {
            return new EventResult(SocketFault.ConfigurationError, Undecodable);
        }

        request.Body = body;
        if (template is null)
        {
            return EventResult.Continue;
        }

        var json = Handling == ContentHandling.None ? call.BodyJson : new JsonBody(body);
        var result = template.Render(call, json, "request", out var rendered);
        request.Body = rendered;
        request.IsTransformed = true;
        if (result.Fault is null && call.Overrides is { } overrides)
        {
            OverrideValues.ApplyTo(request, overrides);
        }

        return result;
    }

    /// <returns><see langword="false"/> when the body is no Base64.</returns>
    public static bool TryConvert(ContentHandling handling, ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> converted) =>
        PayloadConversion.TryApply(
            handling switch
            {
                ContentHandling.ToBinary => PayloadForm.DecodeBase64,
                ContentHandling.ToText => PayloadForm.EncodeBase64,
                _ => PayloadForm.AsIs,
            },
            body, out converted);

    private bool MayPass() => Passthrough switch
    {
        PassthroughBehavior.WhenNoMatch => true,
        PassthroughBehavior.WhenNoTemplates => Templates.IsEmpty,
        _ => false,
    };
}
