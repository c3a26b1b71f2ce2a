using System.Collections.Frozen;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>What compiling one stage of an HTTP API looks at.</summary>
internal sealed class HttpStageContext
{
    public required string ApiId { get; init; }

    public required DocumentScope Scope { get; init; }

    public required StageV2Document Stage { get; init; }

    public required ApiV2Definition Definition { get; init; }

    public required FrozenDictionary<string, string> Variables { get; init; }

    /// <summary><c>{apiId}/{stage}</c>: the id of the stage's document, and what its state is found by.</summary>
    public string ApiStage => $"{ApiId}/{Stage.StageName}";

    /// <summary>
    /// Puts the stage variables in: <c>${stageVariables.x}</c>; an undefined one becomes empty, any other <c>${…}</c> stays.
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

            var value = Variables.GetValueOrDefault(text[(at + open.Length)..close], string.Empty);
            text = string.Concat(text.AsSpan(0, at), value, text.AsSpan(close + 1));
            // What was put in is a value, not text to be interpreted again.
            at = text.IndexOf(open, at + value.Length, StringComparison.Ordinal);
        }

        return text;
    }
}
