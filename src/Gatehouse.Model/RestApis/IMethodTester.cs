using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>Runs a method of a definition that nobody has deployed (TestInvokeMethod).</summary>
public interface IMethodTester
{
    /// <returns>The answer, or <see langword="null"/> when the resource has no such method.</returns>
    ValueTask<MethodTestResult?> TestAsync(MethodTest test, CancellationToken cancellationToken);
}

/// <summary>One call of TestInvokeMethod.</summary>
public sealed record MethodTest
{
    public required DocumentScope Scope { get; init; }

    /// <summary>The API as it is now, with all its parts.</summary>
    public required RestApiDefinition Definition { get; init; }

    public required string ResourceId { get; init; }

    /// <summary>A verb, never <c>ANY</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>Path and query, or <see langword="null"/>: the resource's own template.</summary>
    public string? PathWithQueryString { get; init; }

    public string Body { get; init; } = "";

    /// <summary>In order; a name may come several times.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>In place of a stage's.</summary>
    public required ImmutableSortedDictionary<string, string> StageVariables { get; init; }

    public string? ClientCertificateId { get; init; }

    /// <summary>Who tests: what the identity variables show.</summary>
    public required MethodTester Tester { get; init; }
}

/// <param name="Account">Twelve digits.</param>
/// <param name="Arn">Of the caller of the management API.</param>
/// <param name="AccessKeyId">The public half of the caller's credentials.</param>
/// <param name="UserAgent">Of the caller's SDK.</param>
public sealed record MethodTester(string Account, string Arn, string? AccessKeyId, string? UserAgent);

/// <summary>What the client of a deployed method would have got.</summary>
public sealed record MethodTestResult
{
    /// <value>An HTTP status; 0 when a streamed method sent no head in time.</value>
    public required int Status { get; init; }

    public required string Body { get; init; }

    /// <summary>In order, each name once.</summary>
    public required ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> Headers { get; init; }

    /// <summary>The execution log, a line each.</summary>
    public required string Log { get; init; }

    /// <value>Milliseconds.</value>
    public required long LatencyMs { get; init; }
}
