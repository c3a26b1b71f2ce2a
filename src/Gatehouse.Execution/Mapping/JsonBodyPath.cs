using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Mapping;

/// <summary>The JSONPath of a parameter mapping, such as <c>method.request.body.order.id</c>.</summary>
internal sealed class JsonBodyPath
{
    private const string ErrorMessage = "errorMessage";

    private readonly JsonPathProgram _program;

    private JsonBodyPath(JsonPathProgram program) => _program = program;

    /// <returns><see langword="null"/> when the text is no path.</returns>
    public static JsonBodyPath? TryCompile(string path)
    {
        try
        {
            return new JsonBodyPath(JsonPathProgram.Compile(path));
        }
        catch (JsonPathSyntaxException)
        {
            return null;
        }
    }

    /// <summary>
    /// The value as a header or query takes it: strings bare, everything else as JSON text; null is absent.
    /// </summary>
    /// <param name="body">The payload.</param>
    /// <param name="isFunctionError">The path may reach into the JSON that a function put into its error
    /// message.</param>
    /// <exception cref="MappingException">The payload looks like JSON and is not.</exception>
    public StringValues Read(JsonBody body, bool isFunctionError)
    {
        if (!LooksLikeJson(body.Utf8.Span))
        {
            return StringValues.Empty;
        }

        try
        {
            var root = body.Root;
            var found = _program.Evaluate(root);
            if (found.IsMissing && isFunctionError && Unfold(root) is { } unfolded)
            {
                found = _program.Evaluate(unfolded);
            }

            return found.Value switch
            {
                null => StringValues.Empty,
                string text => text,
                var value => JsonText.Write(value),
            };
        }
        catch (InvalidJsonBodyException exception)
        {
            throw new MappingException(exception.Message);
        }
        catch (Exception exception) when (exception is JsonPathEvaluationException or JsonLimitException)
        {
            throw new MappingException(exception.Message);
        }
    }

    /// <summary>Anything else is treated as empty, not as malformed (sheet §5.4).</summary>
    private static bool LooksLikeJson(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \t\r\n"u8);
        return !start.IsEmpty && start[0] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'\'';
    }

    /// <summary>The same object with its stringified error message parsed (sheet §5.7, last but one rule).</summary>
    private static JsonMap? Unfold(object? root)
    {
        if (root is not JsonMap map || map[ErrorMessage] is not string text)
        {
            return null;
        }

        try
        {
            var unfolded = new JsonMap(map.Count);
            foreach (var (key, value) in map.Entries)
            {
                unfolded.Put(key, key is ErrorMessage ? JsonReading.Parse(text) : value);
            }

            return unfolded;
        }
        catch (InvalidJsonBodyException)
        {
            return null; // an ordinary error message
        }
    }
}
