using System.Collections.Immutable;
using Gatehouse.Execution.Http.Mapping;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>Compiles the lines of a parameter mapping.</summary>
internal static class MappingRules
{
    /// <summary>
    /// Lines that the grammar does not have are left out: the control plane refuses them, so only a definition that got past
    /// it holds one.
    /// </summary>
    public static ImmutableArray<MappingRule> Compile(
        ImmutableSortedDictionary<string, string>? mappings, MappingSourceCompiler sources, bool isAnswer)
    {
        var rules = ImmutableArray.CreateBuilder<MappingRule>();
        foreach (var (key, value) in mappings ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (MappingRule.TryParse(key, sources.Compile(value)) is { } rule && Fits(rule.Target, isAnswer))
            {
                rules.Add(rule);
            }
        }

        return rules.ToImmutable();
    }

    private static bool Fits(MappingTarget target, bool isAnswer) => target switch
    {
        MappingTarget.Header => true,
        MappingTarget.Status => isAnswer,
        _ => !isAnswer,
    };
}
