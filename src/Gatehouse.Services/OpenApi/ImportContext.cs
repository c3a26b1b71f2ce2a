using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi;

/// <summary>What every part of one import shares: the document, the ids, and the problems found so far.</summary>
internal sealed class ImportContext(JsonObject root, IIdSource ids, DocumentScope scope, string apiId)
{
    private readonly List<OpenApiProblem> _problems = [];

    public JsonObject Root { get; } = root;

    public DocumentScope Scope { get; } = scope;

    public string ApiId { get; } = apiId;

    /// <summary>Swagger 2.0 rather than OpenAPI 3.</summary>
    public bool IsSwagger { get; } = root["swagger"] is not null;

    /// <summary>Its schemas are of a newer draft than models.</summary>
    public bool IsOpenApi31 { get; } =
        root["openapi"] is JsonValue version && version.ToString().StartsWith("3.1", StringComparison.Ordinal);

    public IReadOnlyList<OpenApiProblem> Problems => _problems;

    public bool HasErrors => _problems.Exists(static problem => problem.IsError);

    public NodeView Document => new(this, Root, "");

    public string NewPartId() => ids.AlphanumericId(RestApiLimits.PartIdLength);

    public string NewApiId() => ids.AlphanumericId(RestApiLimits.ApiIdLength);

    /// <summary>
    /// The name of a model made from an inline schema: <c>MODEL</c> and six hexadecimal digits (§1.12).
    /// </summary>
    public string NewModelName()
    {
        Span<byte> bytes = stackalloc byte[3];
        ids.Fill(bytes);
        return "MODEL" + Convert.ToHexStringLower(bytes);
    }

    public void Error(string pointer, string message) => Add(new OpenApiProblem(pointer, message, IsError: true));

    public void Warn(string pointer, string message) => Add(new OpenApiProblem(pointer, message, IsError: false));

    /// <summary>
    /// The words of the parser that AWS uses, for a value of another type than the format says (§4.8).
    /// </summary>
    /// <param name="at">The value; it is left out.</param>
    /// <param name="location">As that parser writes it: <c>paths.'/pets'(get).responses</c>.</param>
    /// <param name="expected">The type's name.</param>
    public void ParseIssue(NodeView at, string location, string expected) =>
        Warn(at.Pointer, $"Parse issue: attribute {location} is not of type `{expected}`");

    /// <summary>
    /// Runs a check that an operation of the management API runs too; what it refuses becomes an error here.
    /// </summary>
    /// <returns>Whether the check passed.</returns>
    public bool Passes(string pointer, string prefix, Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (ServiceFaultException fault)
        {
            Error(pointer, prefix + fault.Message);
            return false;
        }
    }

    /// <summary>
    /// A map of texts of an integration; what is no text is warned of in AWS's words (§4.8) and left out.
    /// </summary>
    public ImmutableSortedDictionary<string, string>? Texts(NodeView map, string member, MethodPlace place) =>
        Templates(map, member, place)?.Where(static pair => pair.Value is not null)
            .ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value!, StringComparer.Ordinal);

    /// <summary>The same for templates, which may be null.</summary>
    public ImmutableSortedDictionary<string, string?>? Templates(NodeView map, string member, MethodPlace place)
    {
        if (!map.Exists)
        {
            return null;
        }

        if (!map.IsObject)
        {
            Error(
                map.Pointer,
                $"Invalid format for '{member}' of resource '{place.Path}' and method '{place.Verb}'. "
                + "Expected an object");
            return null;
        }

        var found = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in map.Members)
        {
            if (value.StrictText is { } || !value.Exists)
            {
                found[name] = value.StrictText;
                continue;
            }

            Warn(
                value.Pointer,
                $"Invalid format for '{member}'. Expected type string for property '{name}' of resource '{place.Path}' "
                + $"and method '{place.Verb}' but got '{value.Quoted}'");
        }

        return found.ToImmutable();
    }

    private void Add(OpenApiProblem problem)
    {
        // An error is never crowded out by warnings: it decides whether anything is stored.
        if (_problems.Count < OpenApiLimits.Problems || (problem.IsError && !HasErrors))
        {
            _problems.Add(problem);
        }
    }
}
