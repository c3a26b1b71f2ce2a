using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Model.Authorizers;

/// <summary>Asks an authorizer of a definition that nobody has deployed (TestInvokeAuthorizer).</summary>
public interface IAuthorizerTester
{
    ValueTask<AuthorizerTestResult> TestAsync(AuthorizerTest test, CancellationToken cancellationToken);
}

/// <summary>One call of TestInvokeAuthorizer.</summary>
public sealed record AuthorizerTest
{
    public required DocumentScope Scope { get; init; }

    /// <summary>The API as it is now, with all its parts.</summary>
    public required RestApiDefinition Definition { get; init; }

    /// <summary>One of the definition's authorizers.</summary>
    public required string AuthorizerId { get; init; }

    /// <summary>Path and query, or <see langword="null"/>: the root.</summary>
    public string? PathWithQueryString { get; init; }

    public string Body { get; init; } = "";

    /// <summary>In order; a name may come several times.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>In place of a stage's.</summary>
    public required ImmutableSortedDictionary<string, string> StageVariables { get; init; }

    /// <summary>Values of the context that identity sources may name, without <c>context.</c></summary>
    public required ImmutableSortedDictionary<string, string> AdditionalContext { get; init; }

    /// <summary>Who tests.</summary>
    public required MethodTester Tester { get; init; }
}

/// <summary>What an authorizer said of the test's caller.</summary>
public sealed record AuthorizerTestResult
{
    /// <value>0 when it gave an answer, whatever it was; else the status that a client would get.</value>
    public required int ClientStatus { get; init; }

    /// <summary>The execution log, a line each.</summary>
    public required string Log { get; init; }

    /// <value>Milliseconds.</value>
    public required long LatencyMs { get; init; }

    /// <summary>Of a function.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>Of a function: the JSON of its policy document.</summary>
    public string? Policy { get; init; }

    /// <summary>Of a function: its context.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Authorization { get; init; } = [];

    /// <summary>Of a user pool's token; <see langword="null"/> elsewhere.</summary>
    public ImmutableArray<KeyValuePair<string, string>>? Claims { get; init; }
}
