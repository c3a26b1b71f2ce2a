using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary><c>Action</c> or <c>Resource</c>, or their <c>Not</c> forms: any of the patterns may match.</summary>
/// <param name="isNegated">Matches what none of the patterns does.</param>
/// <param name="patterns">As written; none means that the element is not understood.</param>
internal sealed class PatternList(bool isNegated, ImmutableArray<string> patterns)
{
    public static readonly PatternList NotUnderstood = new(isNegated: false, []);

    private readonly ImmutableArray<ArnPattern?> _arns =
        [.. patterns.Select(static pattern => ArnPattern.TryParse(pattern, out var arn) ? arn : null)];

    /// <summary>Actions compare without case (security §2.1).</summary>
    public Match EvaluateAction(in PolicyRequest request)
    {
        var match = patterns.IsEmpty ? Match.Unknown : Match.No;
        foreach (var pattern in patterns)
        {
            match = match.Or(Matches.Of(WildcardPattern.IsMatch(pattern, request.Action, ignoreCase: true)));
        }

        return isNegated ? match.Not() : match;
    }

    /// <summary>Resources are ARNs, or <c>*</c> alone for all.</summary>
    public Match EvaluateResource(in PolicyRequest request)
    {
        var match = patterns.IsEmpty ? Match.Unknown : Match.No;
        for (var i = 0; i < patterns.Length; i++)
        {
            match = match.Or(EvaluateResource(request, patterns[i], _arns[i]));
        }

        return isNegated ? match.Not() : match;
    }

    private static Match EvaluateResource(in PolicyRequest request, string pattern, ArnPattern? arn) => pattern == "*"
        ? Match.Yes
        : arn is null || ConditionPlan.HasVariable(pattern)
            ? Match.Unknown
            : Matches.Of(arn.IsMatch(request.Resource));
}
