using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Mapping;

/// <summary>Where a mapped parameter takes its value from (websocket-api §6.1). Empty: the parameter is left out.</summary>
internal delegate StringValues SocketSource(RouteEvent call);

/// <summary>Compiles the sources of parameter mappings: one source for each value, no text around it.</summary>
internal sealed class SocketSourceCompiler(IReadOnlyDictionary<string, string> variables)
{
    private const string Route = "route.request.";

    // The model's own words speak of method.request (websocket-api §6.1).
    private const string Method = "method.request.";

    /// <returns><see langword="null"/> when the text is no source.</returns>
    public SocketSource? TryCompile(string text)
    {
        if (text is ['\'', .. var constant, '\''])
        {
            return _ => constant;
        }

        if (text.StartsWith("stageVariables.", StringComparison.Ordinal))
        {
            StringValues value = variables.TryGetValue(text["stageVariables.".Length..], out var found) ? found : StringValues.Empty;
            return _ => value;
        }

        if (text.StartsWith("context.", StringComparison.Ordinal))
        {
            return SocketContextVariables.Find(text["context.".Length..]) is { } reader
                ? call => reader(call) is { Length: > 0 } set ? set : StringValues.Empty
                : static _ => StringValues.Empty;
        }

        return text.StartsWith(Route, StringComparison.Ordinal) ? OfRequest(text[Route.Length..])
            : text.StartsWith(Method, StringComparison.Ordinal) ? OfRequest(text[Method.Length..])
            : null;
    }

    private static SocketSource? OfRequest(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var (place, name) = dot < 0 ? (text, string.Empty) : (text[..dot], text[(dot + 1)..]);
        return (place, name.Length > 0) switch
        {
            ("querystring", true) => call =>
                call.Handshake?.Query.FindLast(name) is { Length: > 0 } value ? value : StringValues.Empty,
            ("header", true) => call =>
                call.Handshake?.FindHeader(name) is { Length: > 0 } value ? value : StringValues.Empty,
            ("multivaluequerystring", true) => call => call.Handshake?.Query.FindAll(name) ?? StringValues.Empty,
            ("multivalueheader", true) => call =>
                call.Handshake?.Http.Request.Headers.TryGetValue(name, out var values) == true
                    ? values.ToString()
                    : StringValues.Empty,
            ("body", false) => static call => WholeBody(call),
            ("body", true) => OfBody(name),
            _ => null,
        };
    }

    private static StringValues WholeBody(RouteEvent call) => call.Body.IsEmpty
        ? StringValues.Empty
        : System.Text.Encoding.UTF8.GetString(call.Body.Span);

    private static SocketSource? OfBody(string path)
    {
        try
        {
            var program = JsonPathProgram.Compile("$." + path);
            return call => Read(call, program);
        }
        catch (JsonPathSyntaxException)
        {
            return null;
        }
    }

    private static StringValues Read(RouteEvent call, JsonPathProgram program)
    {
        try
        {
            return program.Evaluate(call.BodyJson.Root).Value switch
            {
                null => StringValues.Empty,
                string text => text,
                var value => JsonText.Write(value),
            };
        }
        catch (Exception exception) when (exception is InvalidJsonBodyException or JsonPathEvaluationException
            or JsonLimitException)
        {
            return StringValues.Empty; // a message that is no JSON has no such field (unconfirmed)
        }
    }
}

/// <summary>One entry of <c>requestParameters</c>.</summary>
internal readonly record struct SocketParameter(ParameterTarget Target, string Name, SocketSource Source)
{
    public void Apply(RouteEvent call, BackendRequest request)
    {
        var values = Source(call);
        if (StringValues.IsNullOrEmpty(values))
        {
            return;
        }

        switch (Target)
        {
            case ParameterTarget.Header:
                request.SetHeader(Name, values);
                break;
            case ParameterTarget.Query:
                request.SetQuery(Name, values);
                break;
            case ParameterTarget.Path:
                request.Path[Name] = values.ToString();
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
