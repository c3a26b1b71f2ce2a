using System.Buffers;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;
using Gatehouse.Languages.Vtl.Compilation;
using Gatehouse.Languages.Vtl.Runtime;

namespace Gatehouse.Languages.Vtl;

/// <summary>
/// A compiled mapping template: Velocity 1.7 with what API Gateway adds (rest-execution §6). Immutable and shared by
/// all requests; a rendering neither parses nor reflects.
/// </summary>
public sealed class VtlProgram
{
    private readonly VtlOptions _options;
    private readonly BlockStatement _body;
    private readonly SymbolTable _symbols;
    private readonly MacroTable _macros;

    private VtlProgram(VtlOptions options, BlockStatement body, SymbolTable symbols, MacroTable macros)
    {
        _options = options;
        _body = body;
        _symbols = symbols;
        _macros = macros;
        ConstantUtf8 = body.Statements switch
        {
            [] => [],
            [TextStatement only] => only.Text.Utf8,
            _ => null,
        };
    }

    /// <summary>The template renders the same for every request.</summary>
    public bool IsConstant => ConstantUtf8 is not null;

    /// <summary>What a constant template renders; null for any other. Not to be changed.</summary>
    public byte[]? ConstantUtf8 { get; }

    /// <summary>Compiles a template as API Gateway reads it. Throws <see cref="VtlSyntaxException"/>.</summary>
    public static VtlProgram Compile(string template) => Compile(template, VtlOptions.Default);

    /// <summary>Compiles a template. Throws <see cref="VtlSyntaxException"/>.</summary>
    public static VtlProgram Compile(string template, VtlOptions options)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(options);
        if (template.Length > VtlLimits.MaxTemplateLength)
        {
            throw new VtlSyntaxException("The template is longer than 300 KB", 1, 1);
        }
        var symbols = new SymbolTable();
        var macros = new MacroTable();
        var body = VtlCompiler.CompileTemplate(template, symbols, macros);
        return new VtlProgram(options, body, symbols, macros);
    }

    /// <summary>
    /// Renders the template as UTF-8. Throws <see cref="VtlRuntimeException"/> when it fails and
    /// <see cref="InvalidJsonBodyException"/> when it reads a body that is not JSON; what was written until then is
    /// void.
    /// </summary>
    public void Run(VtlScope scope, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(output);
        var run = new VtlRun(_options, scope, _symbols, _macros);
        var utf8 = new Utf8Output(output, _options.MaxOutputBytes);
        try
        {
            _body.Render(run.Globals, utf8);
            utf8.Complete();
        }
        catch (StopSignal)
        {
            // A #stop inside quoted text: what was written so far is the result.
            utf8.Complete();
        }
        catch (Exception failed) when (failed is JsonPathSyntaxException or JsonPathEvaluationException
            or JsonLimitException)
        {
            throw new VtlRuntimeException(failed.Message, failed);
        }
        finally
        {
            utf8.HandOver();
        }
    }
}
