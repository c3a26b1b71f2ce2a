namespace Gatehouse.Identity.Policies;

/// <summary>What is asked of a policy: may this service do this to that, on behalf of whom?</summary>
/// <param name="servicePrincipal">The calling service, such as <c>apigateway.amazonaws.com</c>.</param>
/// <param name="action">Such as <c>lambda:InvokeFunction</c>.</param>
/// <param name="resource">An ARN.</param>
/// <param name="sourceArn">The value of <c>aws:SourceArn</c>; empty when there is none.</param>
/// <param name="sourceAccount">The value of <c>aws:SourceAccount</c>; empty when there is none.</param>
internal readonly ref struct PolicyRequest(
    ReadOnlySpan<char> servicePrincipal, ReadOnlySpan<char> action, ReadOnlySpan<char> resource,
    ReadOnlySpan<char> sourceArn, ReadOnlySpan<char> sourceAccount)
{
    private readonly ReadOnlySpan<char> _sourceArn = sourceArn;
    private readonly ReadOnlySpan<char> _sourceAccount = sourceAccount;

    public ReadOnlySpan<char> ServicePrincipal { get; } = servicePrincipal;

    public ReadOnlySpan<char> Action { get; } = action;

    public ReadOnlySpan<char> Resource { get; } = resource;

    /// <returns>Empty for a key without a value.</returns>
    public ReadOnlySpan<char> ValueOf(ConditionKey key) => key == ConditionKey.SourceArn ? _sourceArn : _sourceAccount;
}
