using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.OpenApi;

/// <summary>What every part of one import shares: the document, the ids, and the problems found so far.</summary>
internal sealed class ImportContext(JsonObject root, IIdSource ids, DocumentScope scope, string apiId)
{
    private readonly List<OpenApiProblem> _problems = [];

    public JsonObject Root { get; } = root;

    public DocumentScope Scope { get; } = scope;

    public string ApiId { get; } = apiId;

    /// <summary>Swagger 2.0 rather than OpenAPI 3.</summary>
    public bool IsSwagger { get; } = root.ContainsKey("swagger");

    public IReadOnlyList<OpenApiProblem> Problems => _problems;

    public bool HasErrors => _problems.Exists(static problem => problem.IsError);

    public NodeView Document => new(this, Root, "");

    public string NewPartId() => ids.AlphanumericId(RestApiLimits.PartIdLength);

    public string NewApiId() => ids.AlphanumericId(RestApiLimits.ApiIdLength);

    /// <summary>The name of a model made from an inline schema: <c>MODEL</c> and six hexadecimal digits (§1.12).</summary>
    public string NewModelName()
    {
        Span<byte> bytes = stackalloc byte[3];
        ids.Fill(bytes);
        return "MODEL" + Convert.ToHexStringLower(bytes);
    }

    public void Error(string pointer, string message) => Add(new OpenApiProblem(pointer, message, IsError: true));

    public void Warn(string pointer, string message) => Add(new OpenApiProblem(pointer, message, IsError: false));

    private void Add(OpenApiProblem problem)
    {
        // An error is never crowded out by warnings: it decides whether anything is stored.
        if (_problems.Count < OpenApiLimits.Problems || (problem.IsError && !HasErrors))
        {
            _problems.Add(problem);
        }
    }
}
