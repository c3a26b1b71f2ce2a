using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary><c>Action</c> or <c>NotAction</c>: any of the patterns may match, without case (security §2.1).</summary>
/// <param name="isNegated">Matches what none of the patterns does.</param>
/// <param name="patterns">None means that the element is not understood.</param>
internal sealed class ActionList(bool isNegated, ImmutableArray<TextPattern> patterns)
{
    public static readonly ActionList NotUnderstood = new(isNegated: false, []);

    public Match Evaluate(in PolicyRequest request)
    {
        var match = patterns.IsEmpty ? Match.Unknown : Match.No;
        foreach (var pattern in patterns)
        {
            match = match.Or(pattern.Evaluate(request, request.Action, ignoreCase: true));
            if (match == Match.Yes)
            {
                break;
            }
        }

        return isNegated ? match.Not() : match;
    }
}
