namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>What an authorizer's function decided. Immutable: kept for later requests of the same caller.</summary>
internal sealed class AuthorizerAnswer
{
    /// <summary>Absent with simple answers.</summary>
    public AuthorizerPolicy? Policy { get; init; }

    /// <summary>A simple answer's word.</summary>
    public bool IsAuthorized { get; init; }

    /// <summary>The value of an API key, where the API takes keys from its authorizer.</summary>
    public string? UsageIdentifierKey { get; init; }

    /// <summary>The policy as TestInvokeAuthorizer shows it.</summary>
    public string? PolicyText { get; init; }

    public string? PrincipalId { get; init; }

    public required AuthorizerContext Context { get; init; }

    /// <value>Bytes of the function's answer.</value>
    public required int SizeInBytes { get; init; }

    /// <summary>What requests see of it that did not ask the function themselves.</summary>
    public required CallerAuthorization Kept { get; init; }

    /// <summary>What the request sees that asked.</summary>
    public CallerAuthorization Asked(string requestId, long latencyMs) => new()
    {
        PrincipalId = PrincipalId,
        PolicyText = PolicyText,
        Context = Context,
        IsFunction = true,
        RequestId = requestId,
        IntegrationLatencyMs = latencyMs,
    };
}
