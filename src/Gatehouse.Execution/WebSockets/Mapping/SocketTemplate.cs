using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.WebSockets.Handshake;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;
using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Execution.WebSockets.Mapping;

/// <summary>A mapping template of a WebSocket API, compiled at publish (websocket-api §6.2).</summary>
internal sealed class SocketTemplate
{
    private const string Configuration = "Execution failed due to configuration error: Unable to transform ";

    private readonly VtlProgram? _program;
    private readonly string? _error;
    private readonly JsonMap _variables;
    private readonly bool _mayOverride;

    private SocketTemplate(VtlProgram? program, string? error, JsonMap variables, bool mayOverride)
    {
        _program = program;
        _error = error;
        _variables = variables;
        _mayOverride = mayOverride;
        if (program?.ConstantUtf8 is { } bytes)
        {
            Constant = bytes;
        }
    }

    /// <summary>What the template always renders to, when nothing in it depends on the event.</summary>
    public ReadOnlyMemory<byte>? Constant { get; }

    /// <summary>Text that is no template compiles to one whose every use fails.</summary>
    /// <param name="text">The template.</param>
    /// <param name="variables">Of the stage; frozen.</param>
    /// <param name="programs">Where texts that are in use already have their program.</param>
    public static SocketTemplate Compile(string text, JsonMap variables, TemplatePrograms programs)
    {
        var mayOverride = text.Contains("Override", StringComparison.Ordinal);
        try
        {
            return new SocketTemplate(programs.Compile(text), null, variables, mayOverride);
        }
        catch (VtlSyntaxException exception)
        {
            return new SocketTemplate(null, exception.Message, variables, mayOverride: false);
        }
    }

    /// <param name="call">The event, which owns what is rendered.</param>
    /// <param name="body">What <c>$input</c> reads.</param>
    /// <param name="side">For the log: request or response.</param>
    /// <param name="rendered">The text.</param>
    public EventResult Render(RouteEvent call, JsonBody body, string side, out ReadOnlyMemory<byte> rendered)
    {
        rendered = Constant ?? default;
        if (Constant is not null)
        {
            return EventResult.Continue;
        }

        if (_program is null)
        {
            return new EventResult(SocketFault.ConfigurationError, $"{Configuration}{side} ({_error})");
        }

        var output = new PooledBytes(Math.Max(256, body.Utf8.Length));
        call.Own(output);
        if (_mayOverride)
        {
            call.Overrides ??= new TemplateOverrides(); // one for both phases, as in REST APIs
        }

        try
        {
            var input = new MappingTemplateInput
            {
                Body = body,
                Parameters = call.Handshake is { } handshake ? new HandshakeParameters(handshake) : null,
                Context = new EventContext(call),
                StageVariables = _variables,
                Overrides = call.Overrides,
            };
            _program.Run(VtlScope.ForMapping(input), output);
            rendered = output.Written;
            return EventResult.Continue;
        }
        catch (Exception exception) when (exception is InvalidJsonBodyException or VtlRuntimeException)
        {
            return new EventResult(SocketFault.ConfigurationError, $"{Configuration}{side} ({exception.Message})");
        }
    }

    private sealed class EventContext(RouteEvent call) : ITemplateContext
    {
        public object? Find(string name) => SocketContextVariables.Find(name)?.Invoke(call);

        public bool IsGroup(string name) => SocketContextVariables.IsGroup(name);
    }

    /// <summary><c>$input.params()</c> of <c>$connect</c>: the guide's own template uses it (§6.2). The path is empty.</summary>
    private sealed class HandshakeParameters(HandshakeRequest request) : ITemplateParameters
    {
        public JsonMap Path => new();

        public JsonMap QueryString
        {
            get
            {
                var map = new JsonMap(request.Query.Pairs.Count);
                foreach (var (name, value) in request.Query.Pairs)
                {
                    map.Put(name, value);
                }

                return map;
            }
        }

        public JsonMap Header
        {
            get
            {
                var map = new JsonMap(request.Headers.Count);
                foreach (var (name, values) in request.Headers)
                {
                    map.Put(name, values[^1]);
                }

                return map;
            }
        }
    }
}
