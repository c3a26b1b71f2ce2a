namespace Gatehouse.Languages.Vtl.Objects;

/// <summary>The variables of <c>$context</c>.</summary>
public interface ITemplateContext
{
    /// <summary>
    /// The value of a variable by its name without <c>$context.</c>, such as <c>identity.sourceIp</c>: a string, a
    /// number, a boolean, a map or list, or null when it is not set.
    /// </summary>
    object? Find(string name);

    /// <summary>
    /// Whether a name is a group, such as <c>identity</c>: it prints as nothing and has variables below it.
    /// </summary>
    bool IsGroup(string name);
}
