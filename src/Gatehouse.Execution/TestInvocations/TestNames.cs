namespace Gatehouse.Execution.TestInvocations;

/// <summary>What Amazon's test invocations show in place of a stage, a domain and a client (sheet §13.1).</summary>
internal static class TestNames
{
    public const string Stage = "test-invoke-stage";

    /// <summary>Of TestInvokeAuthorizer (security sheet §5.7; older logs print null).</summary>
    public const string AuthorizerStage = "ESTestInvoke-stage";

    public const string DomainName = "testPrefix.testDomainName";
    public const string SourceIp = "test-invoke-source-ip";
    public const string ApiKey = "test-invoke-api-key";
    public const string ApiKeyId = "test-invoke-api-key-id";
}
