using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;

namespace Gatehouse.Oracles.JsonPath;

/// <summary>Our side: evaluates as the oracle does and writes the result in its form.</summary>
internal static class JsonPathEngine
{
    public static string Evaluate(string path, string json)
    {
        JsonPathProgram program;
        try
        {
            program = JsonPathProgram.Compile(path);
        }
        catch (JsonPathSyntaxException)
        {
            return "invalid";
        }
        catch (Exception crash)
        {
            // Nothing else may leave the engine; the comparison then names the path.
            return $"crash {crash}";
        }
        try
        {
            var result = program.Evaluate(JsonReading.Parse(json));
            return result.Kind switch
            {
                JsonPathResultKind.Missing => "missing",
                JsonPathResultKind.Definite => "definite " + JsonText.Write(result.Value),
                _ => "list " + JsonText.Write(result.Value),
            };
        }
        catch (JsonPathEvaluationException failed) when (OwnBounds.Caused(failed))
        {
            return OwnBounds.Result;
        }
        catch (JsonPathEvaluationException)
        {
            return "failed";
        }
        catch (Exception crash)
        {
            return $"crash {crash}";
        }
    }
}
