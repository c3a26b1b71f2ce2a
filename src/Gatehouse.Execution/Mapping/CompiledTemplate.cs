using System.Text;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Mapping;

internal enum TemplatePhase
{
    Request = 0,
    Response = 1,
}

/// <summary>A mapping template, compiled at publish. A text without references runs no program at all.</summary>
internal sealed class CompiledTemplate
{
    private CompiledTemplate(ReadOnlyMemory<byte>? constant, string? error)
    {
        Constant = constant;
        Error = error;
    }

    /// <summary>The bytes that the template always renders to, when it has no reference and no directive.</summary>
    public ReadOnlyMemory<byte>? Constant { get; }

    /// <summary>Why the text is no template; using it then answers 500 (sheet §6.1).</summary>
    public string? Error { get; }

    public static CompiledTemplate Compile(string text, System.Collections.Frozen.FrozenDictionary<string, string> stageVariables) => text.AsSpan().IndexOfAny('$', '#') < 0
        ? new CompiledTemplate(Encoding.UTF8.GetBytes(text), null)
        : new CompiledTemplate(null, "templates with references are not built yet");

    public StepResult Render(RestCall call, TemplatePhase phase, ReadOnlyMemory<byte> input, PooledBytes output)
    {
        var side = phase == TemplatePhase.Request ? "request" : "response";
        return new StepResult(
            GatewayFaults.InternalError,
            $"Execution failed due to configuration error: Unable to transform {side} ({Error})");
    }
}
