using Gatehouse.Languages.Vtl.Syntax;

namespace Gatehouse.Languages.Vtl.Compilation;

/// <summary>
/// Which of the variables that <c>#foreach</c> provides a template reads. The others are not kept at run time, which
/// saves an object and three assignments per iteration.
/// </summary>
internal sealed record LoopVariables(bool Count, bool HasNext, bool Scope)
{
    public const string CountName = "velocityCount";
    public const string HasNextName = "velocityHasNext";
    public const string ScopeName = "foreach";

    public static LoopVariables All { get; } = new(true, true, true);

    public static LoopVariables MentionedIn(string source)
    {
        // What #evaluate runs, and what \u escapes spell, is not visible here.
        var isHidden = source.Contains(DirectiveNames.Evaluate, StringComparison.Ordinal)
            || source.Contains("\\u", StringComparison.Ordinal);
        return isHidden
            ? All
            : new LoopVariables(
                source.Contains(CountName, StringComparison.Ordinal),
                source.Contains(HasNextName, StringComparison.Ordinal),
                MentionsScope(source));
    }

    // The directive has the same name as the variable.
    private static bool MentionsScope(string source)
    {
        for (var at = source.IndexOf(ScopeName, StringComparison.Ordinal); at >= 0;
            at = source.IndexOf(ScopeName, at + 1, StringComparison.Ordinal))
        {
            var before = source.AsSpan(0, at);
            if (!before.EndsWith("#") && !before.EndsWith("#{"))
            {
                return true;
            }
        }
        return false;
    }
}
