using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Execution.Mapping;
using Gatehouse.Languages.Java;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>Compiles what an integration maps: parameters, templates, responses.</summary>
internal sealed class MappingCompiler(StageContext context)
{
    private const string ResponseHeader = "method.response.header.";

    private static readonly (string Prefix, ParameterTarget Target)[] Targets =
    [
        ("integration.request.header.", ParameterTarget.Header),
        ("integration.request.querystring.", ParameterTarget.Query),
        ("integration.request.path.", ParameterTarget.Path),
    ];

    public static PassthroughBehavior Passthrough(IntegrationDocument integration) =>
        integration.PassthroughBehavior.ToUpperInvariant() switch
        {
            "WHEN_NO_MATCH" => PassthroughBehavior.WhenNoMatch,
            "WHEN_NO_TEMPLATES" => PassthroughBehavior.WhenNoTemplates,
            _ => PassthroughBehavior.Never, // NEVER, and closed for anything unknown
        };

    public static ContentHandling Handling(string? text) => text switch
    {
        "CONVERT_TO_BINARY" => ContentHandling.ToBinary,
        "CONVERT_TO_TEXT" => ContentHandling.ToText,
        _ => ContentHandling.None,
    };

    /// <returns><see langword="false"/> with the reason when an entry cannot be understood.</returns>
    public bool TryCompileParameters(
        ImmutableSortedDictionary<string, string>? entries, out ParameterMapping mapping, out string? error)
    {
        mapping = ParameterMapping.Empty;
        error = null;
        if (entries is null || entries.IsEmpty)
        {
            return true;
        }

        var parameters = new List<MappedParameter>(entries.Count);
        foreach (var (target, source) in entries)
        {
            var found = Array.Find(Targets, t => target.StartsWith(t.Prefix, StringComparison.Ordinal));
            var expression = context.Expressions.Compile(source);
            if (found.Prefix is null || expression is null)
            {
                error = $"the mapping of {target} from {source} is not a parameter mapping";
                return false;
            }

            parameters.Add(new MappedParameter(found.Target, target[found.Prefix.Length..], expression));
        }

        mapping = new ParameterMapping(parameters);
        return true;
    }

    public TemplateSet CompileTemplates(ImmutableSortedDictionary<string, string?>? templates) =>
        templates is null || templates.IsEmpty
            ? TemplateSet.Empty
            : new TemplateSet(
            [
                .. templates.Select(entry => new TemplateEntry(
                    entry.Key,
                    entry.Value is null
                        ? null
                        : CompiledTemplate.Compile(entry.Value, context.TemplateVariables, context.Programs))),
            ]);

    /// <returns><see langword="false"/> with the reason when a response cannot be understood.</returns>
    public bool TryCompileResponses(
        MethodDocument method, IntegrationDocument integration, bool passesBody,
        out ResponseMapping mapping, out string? error)
    {
        error = null;
        ResponsePlan? fallback = null;
        var patterned = new List<ResponsePlan>();
        // Documents keep them sorted by status: ascending order decides between several matches (sheet §5.7).
        foreach (var (_, document) in integration.IntegrationResponses.OrEmpty())
        {
            if (Compile(method, document, passesBody, out error) is not { } plan)
            {
                break;
            }

            if (plan.Pattern is null)
            {
                fallback ??= plan;
            }
            else
            {
                patterned.Add(plan);
            }
        }

        mapping = new ResponseMapping(patterned, fallback);
        return error is null;
    }

    private ResponsePlan? Compile(
        MethodDocument method, IntegrationResponseDocument document, bool passesBody, out string? error)
    {
        error = null;
        if (!int.TryParse(document.StatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || status is < 200 or > 599)
        {
            error = $"the integration response {document.StatusCode} has no final status";
            return null;
        }

        SelectionPattern? pattern = null;
        try
        {
            pattern = string.IsNullOrEmpty(document.SelectionPattern)
                ? null
                : SelectionPattern.Compile(document.SelectionPattern);
        }
        catch (JavaRegexException exception)
        {
            error = $"the selection pattern {document.SelectionPattern} is no regular expression: {exception.Message}";
            return null;
        }

        var headers = new List<KeyValuePair<string, ValueExpression>>();
        foreach (var (target, source) in document.ResponseParameters.OrEmpty())
        {
            if (!target.StartsWith(ResponseHeader, StringComparison.Ordinal)
                || context.Expressions.Compile(source) is not { } expression)
            {
                error = $"the mapping of {target} from {source} is not a parameter mapping";
                return null;
            }

            headers.Add(new(target[ResponseHeader.Length..], expression));
        }

        return new ResponsePlan
        {
            Pattern = pattern,
            Status = status,
            IsDeclared = method.MethodResponses?.ContainsKey(document.StatusCode) == true,
            Headers = headers,
            Templates = CompileTemplates(document.ResponseTemplates),
            Handling = Handling(document.ContentHandling),
            PassesBody = passesBody,
        };
    }
}
