using System.Text;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi;

/// <summary>AWS's answers to imports that fail (rest-control-plane §4.8).</summary>
internal static class OpenApiFaults
{
    public static ServiceFaultException BadRequest(string message) => new("BadRequestException", 400, message);

    public static ServiceFaultException InvalidInput() => BadRequest("Invalid OpenAPI input.");

    /// <returns><see langword="null"/> when the import may go on.</returns>
    public static ServiceFaultException? Of(IReadOnlyList<OpenApiProblem> problems, bool failOnWarnings)
    {
        var errors = problems.Where(static problem => problem.IsError).ToList();
        var warnings = problems.Where(static problem => !problem.IsError).ToList();
        if (errors.Count > 0)
        {
            var text = new StringBuilder("Errors found during import:");
            Append(text, errors);
            if (warnings.Count > 0)
            {
                text.Append("\nAdditionally, these warnings were found:");
                Append(text, warnings);
            }

            return BadRequest(text.ToString());
        }

        return failOnWarnings && warnings.Count > 0
            ? BadRequest(Append(new StringBuilder("Warnings found during import:"), warnings).ToString())
            : null;
    }

    private static StringBuilder Append(StringBuilder text, IEnumerable<OpenApiProblem> problems)
    {
        foreach (var problem in problems)
        {
            text.Append("\n\t").Append(problem.Message);
        }

        return text;
    }
}
