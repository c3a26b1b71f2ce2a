using Gatehouse.Languages.Json;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Exchange;

/// <summary>What came back from a backend whose answer is mapped, not passed through.</summary>
internal sealed class BackendAnswer
{
    private JsonBody? _bodyJson;

    /// <summary>
    /// What selection patterns are matched against (sheet §5.7): the status, or a function's error message.
    /// </summary>
    public required string SelectionValue { get; init; }

    /// <summary>The backend's status, for the log.</summary>
    public required int Status { get; init; }

    public IReadOnlyList<KeyValuePair<string, StringValues>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as JSON, parsed when first read.</summary>
    public JsonBody BodyJson => _bodyJson ??= new JsonBody(Body);

    /// <summary>A function failed: a mapping may reach into the JSON of its <c>errorMessage</c> (sheet §5.7).</summary>
    public bool IsFunctionError { get; init; }

    public StringValues FindHeader(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return StringValues.Empty;
    }
}
