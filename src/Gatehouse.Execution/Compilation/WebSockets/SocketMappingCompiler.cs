using System.Collections.Immutable;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Execution.WebSockets.Mapping;
using Gatehouse.Languages.Java;
using Gatehouse.Model.ApisV2;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Compilation.WebSockets;

/// <summary>Compiles what an integration of a WebSocket API maps: parameters, templates, responses.</summary>
internal sealed class SocketMappingCompiler(SocketStageContext context)
{
    private const string RouteHeader = "route.response.header.";
    private const string MethodHeader = "method.response.header.";
    private const string AnswerHeader = "integration.response.header.";

    private static readonly (string Prefix, ParameterTarget Target)[] Targets =
    [
        ("integration.request.header.", ParameterTarget.Header),
        ("integration.request.querystring.", ParameterTarget.Query),
        ("integration.request.path.", ParameterTarget.Path),
    ];

    /// <param name="integration">The integration.</param>
    /// <param name="error">What cannot be understood, when <see langword="null"/> is returned.</param>
    public SocketRequestMapping? TryCompileRequest(IntegrationV2Document integration, out string? error)
    {
        error = null;
        var parameters = new List<SocketParameter>();
        foreach (var (target, source) in integration.RequestParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            var found = Array.Find(Targets, t => target.StartsWith(t.Prefix, StringComparison.Ordinal));
            if (found.Prefix is null || context.Sources.TryCompile(source) is not { } compiled)
            {
                error = $"the mapping of {target} from {source} is not a parameter mapping";
                return null;
            }

            parameters.Add(new SocketParameter(found.Target, target[found.Prefix.Length..], compiled));
        }

        // A proxy sends the message as it is.
        var isProxy = integration.IntegrationType is "HTTP_PROXY" or "AWS_PROXY";
        var templates = isProxy
            ? new SocketTemplates(null, new Dictionary<string, SocketTemplate>())
            : TryCompileTemplates(integration.TemplateSelectionExpression, integration.RequestTemplates, out error);
        return templates is null
            ? null
            : new SocketRequestMapping
            {
                Parameters = [.. parameters],
                Templates = templates,
                Passthrough = isProxy ? PassthroughBehavior.WhenNoMatch : PassthroughOf(integration.PassthroughBehavior),
                Handling = MappingCompiler.Handling(integration.ContentHandlingStrategy),
            };
    }

    /// <summary>
    /// The names of the placeholders in the integration's URI, for the plans that the data plane compiles URIs to: what a
    /// client's message says stays one segment, what the author wrote may hold slashes.
    /// </summary>
    public static ParameterMapping PlaceholdersOf(IntegrationV2Document integration)
    {
        const string prefix = "integration.request.path.";
        var parameters = new List<MappedParameter>();
        foreach (var (target, source) in integration.RequestParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (target.StartsWith(prefix, StringComparison.Ordinal))
            {
                var isClients = !source.StartsWith('\'') && !source.StartsWith("stageVariables.", StringComparison.Ordinal);
                parameters.Add(new MappedParameter(
                    ParameterTarget.Path, target[prefix.Length..],
                    isClients ? new AbsentValue() : new LiteralValue(string.Empty)));
            }
        }

        return new ParameterMapping(parameters);
    }

    /// <param name="integration">The integration.</param>
    /// <param name="error">What cannot be understood, when <see langword="null"/> is returned.</param>
    public SocketResponseMapping? TryCompileResponses(IntegrationV2Document integration, out string? error)
    {
        error = null;
        SocketResponsePlan? otherwise = null;
        var patterned = new List<SocketResponsePlan>();
        var responses = context.Definition.IntegrationResponses
            .Where(response => response.IntegrationId == integration.IntegrationId)
            .OrderBy(static response => response.IntegrationResponseKey, StringComparer.Ordinal);
        foreach (var response in responses)
        {
            if (TryCompile(response, out error) is not { } plan)
            {
                return null;
            }

            if (plan.Pattern is null)
            {
                otherwise = plan;
            }
            else
            {
                patterned.Add(plan);
            }
        }

        return new SocketResponseMapping([.. patterned], otherwise);
    }

    private static PassthroughBehavior PassthroughOf(string? text) => text switch
    {
        null or "WHEN_NO_MATCH" => PassthroughBehavior.WhenNoMatch,
        "WHEN_NO_TEMPLATES" => PassthroughBehavior.WhenNoTemplates,
        _ => PassthroughBehavior.Never, // NEVER, and closed for anything unknown
    };

    private SocketResponsePlan? TryCompile(IntegrationResponseV2Document response, out string? error)
    {
        SelectionPattern? pattern = null;
        var key = response.IntegrationResponseKey;
        error = null;
        try
        {
            pattern = key == SocketStagePlan.Default ? null
                : key is ['/', .. var regex, '/'] ? SelectionPattern.Compile(regex)
                : SelectionPattern.Compile(key);
        }
        catch (JavaRegexException exception)
        {
            error = $"the integration response key {key} is no regular expression: {exception.Message}";
            return null;
        }

        var templates = TryCompileTemplates(response.TemplateSelectionExpression, response.ResponseTemplates, out error);
        return templates is null
            ? null
            : new SocketResponsePlan
            {
                Pattern = pattern,
                Templates = templates,
                Handling = MappingCompiler.Handling(response.ContentHandlingStrategy),
                Headers = [.. HeadersOf(response)],
            };
    }

    /// <summary>A message has no headers; <c>$connect</c> takes its subprotocol from one (websocket-api §1.7, unconfirmed).</summary>
    private static IEnumerable<KeyValuePair<string, AnswerSource>> HeadersOf(IntegrationResponseV2Document response)
    {
        foreach (var (target, source) in response.ResponseParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            var name = target.StartsWith(RouteHeader, StringComparison.Ordinal) ? target[RouteHeader.Length..]
                : target.StartsWith(MethodHeader, StringComparison.Ordinal) ? target[MethodHeader.Length..]
                : null;
            if (name is null)
            {
                continue;
            }

            if (source is ['\'', .. var constant, '\''])
            {
                yield return new(name, (_, _) => constant);
            }
            else if (source.StartsWith(AnswerHeader, StringComparison.Ordinal))
            {
                var header = source[AnswerHeader.Length..];
                yield return new(name, (_, answer) => Last(answer, header));
            }
        }
    }

    private static StringValues Last(BackendAnswer answer, string header) =>
        answer.FindHeader(header) is [.., { } last] ? last : StringValues.Empty;

    private SocketTemplates? TryCompileTemplates(
        string? selection, ImmutableSortedDictionary<string, string>? templates, out string? error)
    {
        error = null;
        var compiled = string.IsNullOrEmpty(selection) ? null : context.Expressions.TryCompile(selection);
        if (compiled is null && !string.IsNullOrEmpty(selection))
        {
            error = $"the template selection expression {selection} cannot be read";
            return null;
        }

        return new SocketTemplates(
            compiled,
            (templates ?? ImmutableSortedDictionary<string, string>.Empty).ToDictionary(
                static entry => entry.Key,
                entry => SocketTemplate.Compile(entry.Value, context.TemplateVariables, context.Services.Programs),
                StringComparer.Ordinal));
    }
}
