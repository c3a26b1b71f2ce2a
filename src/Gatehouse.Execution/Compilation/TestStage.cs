using System.Collections.Immutable;
using Gatehouse.Execution.TestInvocations;
using Gatehouse.Model.Authorizers;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>
/// The stage that a test is compiled for: full logs, the test's own variables, and the tested method alone.
/// </summary>
internal static class TestStage
{
    private static readonly ImmutableSortedDictionary<string, MethodSetting> FullLogs =
        ImmutableSortedDictionary<string, MethodSetting>.Empty.Add(
            "*/*", new MethodSetting { LoggingLevel = "INFO", DataTraceEnabled = true });

    /// <summary>For an authorizer: no method at all.</summary>
    public static (StageDocument Stage, RestApiDefinition Definition) Make(AuthorizerTest test)
    {
        var stage = new StageDocument
        {
            StageName = TestNames.AuthorizerStage,
            DeploymentId = string.Empty,
            Variables = test.StageVariables,
            CreatedDate = 0,
            LastUpdatedDate = 0,
        };
        return (stage, test.Definition with { Resources = [] });
    }

    public static (StageDocument Stage, RestApiDefinition Definition) Make(MethodTest test)
    {
        var stage = new StageDocument
        {
            StageName = TestNames.Stage,
            DeploymentId = string.Empty,
            Variables = test.StageVariables,
            MethodSettings = FullLogs,
            ClientCertificateId = test.ClientCertificateId,
            CreatedDate = 0,
            LastUpdatedDate = 0,
        };
        // Another resource must not catch the path, and a broken one must not spoil the test.
        var alone = test.Definition.Resources.Select(resource => resource.Id == test.ResourceId
            ? resource
            : resource with
            {
                ResourceMethods = ImmutableSortedDictionary<string, MethodDocument>.Empty,
            });
        return (stage, test.Definition with { Resources = [.. alone] });
    }
}
