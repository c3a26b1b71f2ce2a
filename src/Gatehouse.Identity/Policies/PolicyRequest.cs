namespace Gatehouse.Identity.Policies;

/// <summary>What is asked of policies: may this caller do this to that, under these circumstances?</summary>
/// <param name="principal">Who.</param>
/// <param name="action">Such as <c>execute-api:Invoke</c>.</param>
/// <param name="resource">An ARN, or <c>*</c> for actions without a resource.</param>
/// <param name="context">The circumstances.</param>
public readonly ref struct PolicyRequest(
    Principal principal, ReadOnlySpan<char> action, ReadOnlySpan<char> resource, PolicyContext? context)
{
    public Principal Principal { get; } = principal;

    public ReadOnlySpan<char> Action { get; } = action;

    public ReadOnlySpan<char> Resource { get; } = resource;

    public PolicyContext? Context { get; } = context;

    /// <summary>The value of <c>aws:SourceArn</c> of a call between services.</summary>
    public string? SourceArn { get; init; }

    /// <summary>The value of <c>aws:SourceAccount</c> of a call between services.</summary>
    public string? SourceAccount { get; init; }

    internal ContextValue Find(ContextKey key)
    {
        switch (key.Known)
        {
            case KnownKey.SourceArn when SourceArn is { Length: > 0 }:
                return ContextValue.Of(SourceArn);
            case KnownKey.SourceAccount when SourceAccount is { Length: > 0 }:
                return ContextValue.Of(SourceAccount);
            default:
                var value = Context?.Find(key) ?? default;
                return value.IsPresent ? value : Principal.Find(key);
        }
    }
}
