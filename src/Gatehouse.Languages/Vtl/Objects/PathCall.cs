using Gatehouse.Languages.JsonPath;

namespace Gatehouse.Languages.Vtl.Objects;

/// <summary><c>$input.path(…)</c> or <c>$input.json(…)</c> with a path that the template spells out.</summary>
/// <param name="Program">The path, compiled with the template.</param>
/// <param name="IsJson">The result is wanted as JSON text.</param>
internal sealed record PathCall(JsonPathProgram Program, bool IsJson)
{
    /// <returns><see langword="null"/> when this is another method, or the path is none: the call then fails when it
    /// is made, as on AWS.</returns>
    public static PathCall? TryCompile(string method, string path)
    {
        if (method is not ("path" or "json"))
        {
            return null;
        }
        try
        {
            return new PathCall(JsonPathProgram.Compile(path), method == "json");
        }
        catch (JsonPathSyntaxException)
        {
            return null;
        }
    }
}
