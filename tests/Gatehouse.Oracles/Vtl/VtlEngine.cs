using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;

namespace Gatehouse.Oracles.Vtl;

/// <summary>Our side: renders as the oracle does and writes the result in its form.</summary>
internal static partial class VtlEngine
{
    public static string Render(string template)
    {
        var output = new ArrayBufferWriter<byte>();
        var prefix = string.Empty;
        try
        {
            var options = new VtlOptions { UndefinedReferences = UndefinedReferences.SourceText };
            VtlProgram.Compile(template, options).Run(Scope(), output);
        }
        catch (VtlRuntimeException failed) when (OwnBounds.Caused(failed))
        {
            return OwnBounds.Result;
        }
        catch (VtlSyntaxException)
        {
            prefix = "!syntax";
        }
        catch (VtlRuntimeException)
        {
            prefix = "!runtime";
        }
        catch (Exception crash)
        {
            // Nothing else may leave the engine; the comparison then names the template.
            return $"!crash {crash}";
        }
        return $"{prefix}[{Encoding.UTF8.GetString(output.WrittenSpan)}]";
    }

    /// <summary>An array prints as its type and an address that differs in every run.</summary>
    public static string WithoutAddresses(string result) => Address().Replace(Iterator().Replace(result, "java.util.Iterator"), "$1@0");

    // The variables of VelocityOracle.java.
    private static VtlScope Scope()
    {
        var map = new JsonMap();
        map.Put("k", "v");
        map.Put("n", 1);
        map.Put("nul", null);
        return new VtlScope()
            .Set("s", "abc")
            .Set("n", 5)
            .Set("t", true)
            .Set("f", false)
            .Set("l", new JsonList(ListForm.List, ["x", "y", "z"]))
            .Set("m", map)
            .Set("nl", new JsonList(ListForm.List, ["x", null, "z"]))
            .Set("text", "The quick brown fox, the lazy dog.")
            .Set("csv", "a,b,,c,,")
            .Set("big", 9223372036854775807L)
            .Set("d", 2.5);
    }

    [GeneratedRegex(@"java\.util\.[\w$]*Itr[\w$]*@[0-9a-f]+|java\.util\.[\w$]*Iterator[\w$]*@[0-9a-f]+", RegexOptions.CultureInvariant)]
    private static partial Regex Iterator();

    [GeneratedRegex(@"(\[L?[A-Za-z.]+;?)@[0-9a-f]+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
