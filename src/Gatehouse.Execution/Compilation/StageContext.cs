using System.Collections.Frozen;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Languages.Json;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>What compiling one stage looks at.</summary>
internal sealed class StageContext
{
    public required string ApiId { get; init; }

    public required DocumentScope Scope { get; init; }

    public required StageDocument Stage { get; init; }

    public required RestApiDefinition Definition { get; init; }

    public required FrozenDictionary<string, string> Variables { get; init; }

    /// <summary>The variables as templates see them; frozen, so that all requests share it.</summary>
    public required JsonMap TemplateVariables { get; init; }

    public required TemplatePrograms Programs { get; init; }

    public required ValueExpressionCompiler Expressions { get; init; }

    public required BinaryMediaTypes BinaryMediaTypes { get; init; }

    /// <summary>For TestInvoke: neither authorization nor keys nor rates stand before the method (sheet §13.1).</summary>
    public bool IsTest { get; init; }

    /// <summary>The live settings of methods, by path and verb.</summary>
    public MethodSettingTable MethodSettings => field ??= new MethodSettingTable(Stage.MethodSettings);

    /// <summary>The stage's place among the response caches.</summary>
    public string CacheName => CacheNameOf(Scope, $"{ApiId}/{Stage.StageName}");

    /// <param name="scope">Account and region.</param>
    /// <param name="stageId">The id of the stage's document.</param>
    public static string CacheNameOf(DocumentScope scope, string stageId) => $"{scope}/{stageId}";

    public string EndpointType => Definition.Api.EndpointConfiguration.Types is [{ } type, ..] ? type : "EDGE";

    /// <summary>
    /// Puts the stage variables in: <c>${stageVariables.x}</c>; an undefined one becomes empty, any other <c>${…}</c>
    /// stays (sheet §5.2 and §12).
    /// </summary>
    public string Substitute(string text)
    {
        const string open = "${stageVariables.";
        var at = text.IndexOf(open, StringComparison.Ordinal);
        while (at >= 0)
        {
            var close = text.IndexOf('}', at);
            if (close < 0)
            {
                break;
            }

            var name = text[(at + open.Length)..close];
            var value = Variables.GetValueOrDefault(name, string.Empty);
            text = string.Concat(text.AsSpan(0, at), value, text.AsSpan(close + 1));
            // What was put in is a value, not text to be interpreted again.
            at = text.IndexOf(open, at + value.Length, StringComparison.Ordinal);
        }

        return text;
    }
}
