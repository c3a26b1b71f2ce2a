using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// What templates wrote to <c>$context.requestOverride</c> and <c>$context.responseOverride</c>: slots, applied once after
/// the template finished (sheet §6.6). Those of the response survive from the request template.
/// </summary>
internal sealed class TemplateOverrides
{
    public Dictionary<string, StringValues> RequestHeaders { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StringValues> RequestQuery { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StringValues> RequestPath { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StringValues> ResponseHeaders { get; } = new(StringComparer.Ordinal);

    /// <summary>An integer from 100 to 599; anything else was ignored.</summary>
    public int? ResponseStatus { get; set; }

    /// <summary>A parameter was assigned twice, which AWS answers with a 5XX.</summary>
    public string? AssignedTwice { get; set; }
}
