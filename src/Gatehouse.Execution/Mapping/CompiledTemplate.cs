using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;
using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Execution.Mapping;

internal enum TemplatePhase
{
    Request = 0,
    Response = 1,
}

/// <summary>
/// A mapping template, compiled at publish. One without references is bytes and runs no program at all.
/// </summary>
internal sealed class CompiledTemplate
{
    private readonly VtlProgram? _program;
    private readonly string? _error;
    private readonly JsonMap _stageVariables;
    private readonly bool _mayOverride;

    private CompiledTemplate(VtlProgram? program, string? error, JsonMap stageVariables, bool mayOverride)
    {
        _program = program;
        _error = error;
        _stageVariables = stageVariables;
        _mayOverride = mayOverride;
        if (program?.ConstantUtf8 is { } bytes)
        {
            Constant = bytes;
        }
    }

    /// <summary>The bytes that the template always renders to, when nothing in it depends on the request.</summary>
    public ReadOnlyMemory<byte>? Constant { get; }

    /// <summary>
    /// Compiles a template. Text that is none compiles to one whose every use answers 500 (sheet §6.1).
    /// </summary>
    /// <param name="text">The template.</param>
    /// <param name="stageVariables">Frozen: shared by all requests.</param>
    /// <param name="programs">Where texts that are in use already have their program.</param>
    public static CompiledTemplate Compile(string text, JsonMap stageVariables, TemplatePrograms programs)
    {
        // Overrides need slots per call; nearly all templates have none, and their text says so.
        var mayOverride = text.Contains("Override", StringComparison.Ordinal);
        try
        {
            return new CompiledTemplate(programs.Compile(text), null, stageVariables, mayOverride);
        }
        catch (VtlSyntaxException exception)
        {
            return new CompiledTemplate(null, exception.Message, stageVariables, mayOverride: false);
        }
    }

    /// <param name="call">The call in progress.</param>
    /// <param name="phase">On the response side a body that is no JSON is our side's failure, not the caller's.</param>
    /// <param name="body">What <c>$input</c> reads.</param>
    /// <param name="output">Receives the rendered text.</param>
    public StepResult Render(RestCall call, TemplatePhase phase, JsonBody body, PooledBytes output)
    {
        if (_program is null)
        {
            return Failed(phase, _error!);
        }

        if (_mayOverride)
        {
            call.Overrides ??= new TemplateOverrides(); // one for both phases: response overrides survive (sheet §6.6)
        }

        try
        {
            var input = new MappingTemplateInput
            {
                Body = body,
                Parameters = new TemplateParameters(call),
                Context = new TemplateContext(call),
                StageVariables = _stageVariables,
                Overrides = _mayOverride ? call.Overrides : null,
            };
            _program.Run(VtlScope.ForMapping(input), output);
            return StepResult.Continue;
        }
        catch (InvalidJsonBodyException exception) when (phase == TemplatePhase.Request)
        {
            return new StepResult(GatewayFaults.UnparseableBody(exception.Message), exception.Message);
        }
        catch (Exception exception) when (exception is InvalidJsonBodyException or VtlRuntimeException)
        {
            return Failed(phase, exception.Message);
        }
    }

    private static StepResult Failed(TemplatePhase phase, string reason)
    {
        var side = phase == TemplatePhase.Request ? "request" : "response";
        return new StepResult(
            GatewayFaults.InternalError,
            $"Execution failed due to configuration error: Unable to transform {side} ({reason})");
    }
}
