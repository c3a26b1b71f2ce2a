using System.Diagnostics;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Mapping;

/// <summary>One integration response, compiled.</summary>
internal sealed class ResponsePlan
{
    private PreparedAnswers? _prepared;
    private bool _isPrepared;

    public SelectionPattern? Pattern { get; init; }

    public required int Status { get; init; }

    /// <summary>The method declares this status; otherwise using it is a configuration error (sheet §5.7).</summary>
    public required bool IsDeclared { get; init; }

    public required IReadOnlyList<KeyValuePair<string, ValueExpression>> Headers { get; init; }

    public required TemplateSet Templates { get; init; }

    public ContentHandling Handling { get; init; }

    /// <summary>The backend's body goes to the client where no template replaces it; a mock has none.</summary>
    public required bool PassesBody { get; init; }

    public StepResult Apply(RestCall call)
    {
        if (!IsDeclared)
        {
            return new StepResult(
                GatewayFaults.ApiConfigurationError,
                "Execution failed due to configuration error: Output mapping refers to an invalid method response: "
                + $"{Status}");
        }

        var answer = call.FromBackend;
        var accepted = MediaType.FirstOfAccept(call.Request.Http.Request.Headers.Accept);
        var types = call.Request.Stage.BinaryMediaTypes;
        var contentType = answer.FindHeader("Content-Type").ToString();
        var form = PayloadConversion.OfResponse(types, contentType, accepted, Handling);
        if (!PayloadConversion.TryApply(form, answer.Body, out var input))
        {
            return new StepResult(
                GatewayFaults.ApiConfigurationError,
                "Execution failed due to configuration error: Unable to base64 decode the body.");
        }

        var template = Templates.SelectForResponse(accepted);
        ReadOnlyMemory<byte> body;
        if (template?.Template is { } compiled)
        {
            var isRawBinary = types.IsDefined && form != PayloadForm.EncodeBase64
                && types.Matches(MediaType.OfContentType(contentType));
            var json = form == PayloadForm.AsIs ? answer.BodyJson : new JsonBody(input);
            var rendered = Render(call, compiled, json, isRawBinary, out body);
            if (rendered.Fault is not null)
            {
                return rendered;
            }
        }
        else
        {
            body = PassesBody ? input : default;
        }

        return MakeAnswer(call, template, body);
    }

    /// <summary>
    /// The answers that this response always gives, one per template, or <see langword="null"/> when anything in it
    /// depends on the request. For mocks: they then cost nothing per call.
    /// </summary>
    /// <param name="convertsPayloads">The API lists binary media types, so that Accept may convert the body.</param>
    public PreparedAnswers? Prepare(bool convertsPayloads)
    {
        if (!_isPrepared)
        {
            _isPrepared = true;
            _prepared = CanPrepare(convertsPayloads) ? new PreparedAnswers(this) : null;
        }

        return _prepared;
    }

    internal MethodAnswer MakeConstant(TemplateEntry? template)
    {
        var headers = new List<KeyValuePair<string, StringValues>>();
        StringValues contentType = template?.ContentType ?? MethodAnswer.DefaultContentType;
        foreach (var (name, expression) in Headers)
        {
            var isSendable = TryAddHeader(headers, name, expression.Constant, ref contentType);
            Debug.Assert(isSendable, "only what can be sent is prepared");
        }

        return new MethodAnswer
        {
            Status = Status,
            ContentType = contentType,
            Headers = headers.ToArray(),
            Body = template?.Template?.Constant ?? default,
        };
    }

    private static StepResult Render(
        RestCall call, CompiledTemplate template, JsonBody input, bool isRawBinary, out ReadOnlyMemory<byte> body)
    {
        body = template.Constant ?? default;
        if (template.Constant is not null)
        {
            return StepResult.Continue;
        }

        if (isRawBinary)
        {
            return new StepResult(
                GatewayFaults.ApiConfigurationError,
                "Execution failed due to configuration error: Unable to transform response");
        }

        var output = new PooledBytes(Math.Max(256, input.Utf8.Length));
        call.Own(output);
        var result = template.Render(call, TemplatePhase.Response, input, output);
        body = output.Written;
        return result;
    }

    private StepResult MakeAnswer(RestCall call, TemplateEntry? template, ReadOnlyMemory<byte> body)
    {
        var headers = new List<KeyValuePair<string, StringValues>>();
        StringValues contentType = template?.ContentType ?? MethodAnswer.DefaultContentType;
        try
        {
            var scope = new MappingScope(call.Request, call);
            foreach (var (name, expression) in Headers)
            {
                if (!TryAddHeader(headers, name, expression.ReadSingle(scope), ref contentType))
                {
                    return Unsendable(name);
                }
            }
        }
        catch (MappingException exception)
        {
            return new StepResult(GatewayFaults.InternalError, exception.Message);
        }

        var status = Status;
        if (call.Overrides is { } overrides)
        {
            status = OverrideValues.Status(overrides) ?? status;
            foreach (var (key, value) in overrides.ResponseHeaders.Entries)
            {
                var name = JavaText.Of(key);
                headers.RemoveAll(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
                foreach (var text in OverrideValues.Texts(value))
                {
                    if (!TryAddHeader(headers, name, text, ref contentType))
                    {
                        return Unsendable(name);
                    }
                }
            }
        }

        if (call.IsIntegrationAttempted)
        {
            headers.Add(new(TraceIdentity.HeaderName, TraceIdentity.WithoutSelf(call.Request.TraceHeader)));
        }

        call.Answer = new MethodAnswer { Status = status, ContentType = contentType, Headers = headers, Body = body };
        return StepResult.Continue;
    }

    /// <summary>
    /// Adds a mapped header as the rewrite table lets it out; an empty value is none.
    /// </summary>
    /// <returns><see langword="false"/> for what cannot stand in a header line.</returns>
    private static bool TryAddHeader(
        List<KeyValuePair<string, StringValues>> headers, string name, string? value, ref StringValues contentType)
    {
        if (string.IsNullOrEmpty(value))
        {
            return true;
        }

        if (!HeaderText.IsSendable(name, value))
        {
            return false;
        }

        if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
        {
            contentType = HeaderText.ForWire(value);
            return true;
        }

        if (HeaderRules.TowardClient(name, HeaderFamily.Http, out var finalName) == HeaderAction.Drop)
        {
            return true;
        }

        var index = headers.FindIndex(h => h.Key.Equals(finalName, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            headers.Add(new(finalName, HeaderText.ForWire(value)));
        }
        else
        {
            headers[index] = new(finalName, StringValues.Concat(headers[index].Value, HeaderText.ForWire(value)));
        }

        return true;
    }

    /// <summary>
    /// Nothing is stripped silently (security sheet §11.2): an answer without the header says something else.
    /// </summary>
    private static StepResult Unsendable(string name) => new(
        GatewayFaults.ApiConfigurationError,
        $"Execution failed due to configuration error: the value mapped to the header {name} cannot stand in a header");

    private bool CanPrepare(bool convertsPayloads)
    {
        if (convertsPayloads || Handling != ContentHandling.None || PassesBody || !IsDeclared)
        {
            return false;
        }

        foreach (var entry in Templates.Entries)
        {
            if (entry.Template is { Constant: null })
            {
                return false;
            }
        }

        return Headers.All(static header => header.Value is AbsentValue
            || (header.Value.Constant is { } constant && HeaderText.IsSendable(header.Key, constant)));
    }
}
