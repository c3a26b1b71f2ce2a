using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>Which function an authorizer asks, and how; settled at publish.</summary>
internal sealed record AuthorizerFunction
{
    public required string AuthorizerId { get; init; }

    public required FunctionName Function { get; init; }

    /// <summary>What the function's resource policy is asked about (security §5.1).</summary>
    /// <value><c>arn:aws:execute-api:{region}:{account}:{api}/authorizers/{id}</c>.</value>
    public required string SourceArn { get; init; }

    public required string SourceAccount { get; init; }

    /// <summary>
    /// The role that the gateway takes on for the call; <see langword="null"/> asks the function's own policy.
    /// </summary>
    public required string? RoleArn { get; init; }

    public required TimeSpan Timeout { get; init; }
}
