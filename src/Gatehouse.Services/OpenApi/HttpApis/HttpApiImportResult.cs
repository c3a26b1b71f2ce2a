using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi.HttpApis;

/// <summary>An HTTP API that was imported.</summary>
/// <param name="Definition">The whole API as it shall be; <see langword="null"/> when there are errors.</param>
/// <param name="Problems">Errors, and warnings of what was skipped, in the order of the document's parts.</param>
/// <param name="Info">What was ignored because HTTP APIs have nothing of the kind; it never stops an import.</param>
internal sealed record HttpApiImportResult(
    ApiV2Definition? Definition, ImmutableArray<OpenApiProblem> Problems, ImmutableArray<string> Info)
{
    public ImmutableArray<string> Warnings =>
        [.. Problems.Where(static problem => !problem.IsError).Select(static problem => problem.Message)];

    /// <exception cref="ServiceFaultException">AWS's answer to an import that fails.</exception>
    public ApiV2Definition OrThrow(bool failOnWarnings) =>
        OpenApiFaults.Of(Problems, failOnWarnings) is { } fault ? throw fault : Definition!;
}
