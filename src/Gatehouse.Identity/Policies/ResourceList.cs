using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary><c>Resource</c> or <c>NotResource</c>.</summary>
/// <param name="isNegated">Matches what none of the patterns does.</param>
/// <param name="isEverything">One of the patterns is the lone star.</param>
/// <param name="patterns">None, without the star, means that the element is not understood.</param>
internal sealed class ResourceList(bool isNegated, bool isEverything, ImmutableArray<ArnPattern> patterns)
{
    public static readonly ResourceList NotUnderstood = new(isNegated: false, isEverything: false, []);

    /// <summary>Trust policies have no resource: what they guard is the role that holds them.</summary>
    public static readonly ResourceList Implied = new(isNegated: false, isEverything: true, []);

    public IEnumerable<ContextKey> Variables => patterns.SelectMany(static pattern => pattern.Variables);

    public Match Evaluate(in PolicyRequest request)
    {
        if (isEverything)
        {
            return isNegated ? Match.No : Match.Yes;
        }

        var match = patterns.IsEmpty ? Match.Unknown : Match.No;
        foreach (var pattern in patterns)
        {
            match = match.Or(pattern.Evaluate(request, request.Resource));
            if (match == Match.Yes)
            {
                break;
            }
        }

        return !isNegated ? match
            : match == Match.No && HasUnresolved(request) ? Match.Unknown
            : match.Not();
    }

    /// <summary>
    /// A variable without a value makes its pattern match nothing (security §2.2). Turned round by NotResource that
    /// would match everything, so it counts as not understood: an Allow then allows nothing, a Deny denies.
    /// </summary>
    private bool HasUnresolved(in PolicyRequest request)
    {
        foreach (var pattern in patterns)
        {
            if (!pattern.IsResolved(request))
            {
                return true;
            }
        }

        return false;
    }
}
