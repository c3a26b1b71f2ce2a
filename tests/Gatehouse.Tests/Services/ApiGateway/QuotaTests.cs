using Gatehouse.Services.ApiGateway;
using Gatehouse.Tests.Services.ApiGateway.Contracts;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway;

/// <summary>rest-control-plane §9: one entity more than its quota is a LimitExceededException, and one fewer makes room.</summary>
public sealed class QuotaTests
{
    public static TheoryData<string, string> Quotas => new()
    {
        { "CreateRestApi", "Maximum number of APIs for this account has been reached.  Please contact AWS if you need additional APIs." },
        { "CreateResource", "Maximum number of Resources for this API has been reached.  Please contact AWS if you need additional Resources." },
        { "CreateStage", "Maximum number of Stages for this API has been reached.  Please contact AWS if you need additional Stages." },
        { "CreateAuthorizer", "Maximum number of Authorizers for this API has been reached.  Please contact AWS if you need additional Authorizers." },
        { "CreateDocumentationPart", "Maximum number of Documentation Parts for this API has been reached.  Please contact AWS if you need additional Documentation Parts." },
        { "CreateApiKey", "Maximum number of API Keys for this account has been reached.  Please contact AWS if you need additional API Keys." },
        { "CreateUsagePlan", "" },
        { "CreateVpcLink", "" },
        { "GenerateClientCertificate", "" },
        { "CreateDomainName", "" },
        { "CreateDomainNameAccessAssociation", "" },
    };

    [Theory]
    [MemberData(nameof(Quotas))]
    public async Task One_more_than_the_quota_is_refused_and_stores_nothing(string operation, string message)
    {
        var world = await ContractWorld.CreateAsync(operation);
        var strict = new ControlPlaneHarness(quotas: Nothing(), store: world.Plane.Store);
        var revision = world.Plane.Store.Revision;

        var refused = await world.Valid(operation).SendAsync(strict);

        refused.Status.ShouldBe(429, refused.Text);
        refused.ErrorType.ShouldBe("LimitExceededException");
        refused.Message.ShouldContain(".  Please contact AWS"); // two spaces, as recorded
        if (message.Length > 0)
        {
            refused.Message.ShouldBe(message);
        }

        world.Plane.Store.Revision.ShouldBe(revision);
        (await world.Valid(operation).SendAsync(world.Plane)).Status.ShouldBeInRange(200, 299); // the same call with AWS's own
    }

    private static RestApiQuotas Nothing() => new()
    {
        EdgeApis = 1,
        RegionalApis = 0,
        PrivateApis = 0,
        ResourcesPerApi = 1,
        StagesPerApi = 1,
        AuthorizersPerApi = 1,
        VpcLinks = 1,
        ClientCertificates = 1,
        ApiKeys = 1,
        UsagePlans = 1,
        PublicDomainNames = 1,
        PrivateDomainNames = 1,
        DomainNameAccessAssociations = 1,
        DocumentationPartsPerApi = 1,
    };
}
