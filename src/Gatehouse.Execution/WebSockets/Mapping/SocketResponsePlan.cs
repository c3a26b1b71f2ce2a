using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Languages.Json;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Mapping;

/// <summary>One integration response, compiled (websocket-api §1.7, §5.8).</summary>
internal sealed class SocketResponsePlan
{
    private const string Undecodable =
        "Execution failed due to configuration error: Unable to base64 decode the body.";

    /// <summary><see langword="null"/> for <c>$default</c>.</summary>
    public required SelectionPattern? Pattern { get; init; }

    public required SocketTemplates Templates { get; init; }

    public required ContentHandling Handling { get; init; }

    /// <summary>The headers of a handshake's answer; a message has none.</summary>
    public required KeyValuePair<string, AnswerSource>[] Headers { get; init; }

    public EventResult Apply(RouteEvent call)
    {
        var answer = call.Answer!;
        if (!SocketRequestMapping.TryConvert(Handling, answer.Body, out var body))
        {
            return new EventResult(SocketFault.ConfigurationError, Undecodable);
        }

        if (Templates.Select(call, answer) is { } template)
        {
            var json = Handling == ContentHandling.None ? answer.BodyJson : new JsonBody(body);
            var result = template.Render(call, json, "response", out body);
            if (result.Fault is not null)
            {
                return result;
            }
        }

        call.Reply = body;
        if (Headers.Length > 0)
        {
            call.Answer = Mapped(call, answer);
        }

        return EventResult.Continue;
    }

    private BackendAnswer Mapped(RouteEvent call, BackendAnswer answer)
    {
        var headers = new List<KeyValuePair<string, StringValues>>();
        foreach (var (name, source) in Headers)
        {
            if (source(call, answer) is { Count: > 0 } values)
            {
                headers.Add(new(name, values));
            }
        }

        return new BackendAnswer
        {
            SelectionValue = answer.SelectionValue,
            Status = answer.Status,
            Body = answer.Body,
            Headers = headers,
            IsFunctionError = answer.IsFunctionError,
        };
    }
}

/// <summary>Where a header of a handshake's answer takes its value from.</summary>
internal delegate StringValues AnswerSource(RouteEvent call, BackendAnswer answer);

/// <summary>Chooses the integration response by what the backend answered, and lets it make the client's.</summary>
/// <param name="patterned">In the order in which they are tried.</param>
/// <param name="otherwise">The one with the key <c>$default</c>.</param>
internal sealed class SocketResponseMapping(SocketResponsePlan[] patterned, SocketResponsePlan? otherwise)
{
    public EventResult Map(RouteEvent call)
    {
        var value = call.Answer!.SelectionValue;
        foreach (var response in patterned)
        {
            if (value.Length > 0 && response.Pattern!.IsMatch(value))
            {
                return response.Apply(call);
            }
        }

        return otherwise?.Apply(call) ?? new EventResult(
            SocketFault.ConfigurationError,
            "Execution failed due to configuration error: No match for output mapping and no default output mapping "
            + $"configured. Endpoint Response Status Code: {call.Answer.Status}");
    }
}
