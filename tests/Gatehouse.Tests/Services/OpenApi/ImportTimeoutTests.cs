using System.Text;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.OpenApi;
using Gatehouse.Wire.Faults;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>The quota of timeouts can be raised for REGIONAL and PRIVATE APIs alone (rest-execution §5.10).</summary>
public sealed class ImportTimeoutTests
{
    private const string Text =
        """{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/":{"get":{"responses":{},"x-amazon-apigateway-integration":{"type":"http_proxy","httpMethod":"GET","uri":"http://example.com","timeoutInMillis":60000}}}}}""";

    [Theory]
    [InlineData(null, false)]
    [InlineData("EDGE", false)]
    [InlineData("REGIONAL", true)]
    [InlineData("PRIVATE", true)]
    public void A_raised_timeout_does_not_hold_for_an_EDGE_API(string? type, bool isTaken)
    {
        if (isTaken)
        {
            Import(type).ShouldBe(60_000);
            return;
        }

        Should.Throw<ServiceFaultException>(() => Import(type)).Message.ShouldContain("Timeout should be between 50 ms and 29000 ms");
    }

    [Fact]
    public void The_type_of_an_API_that_is_there_decides()
    {
        var regional = ImportFixture.Import("""{"openapi":"3.0.1","info":{"title":"t"},"paths":{}}""", new OpenApiImportOptions { EndpointType = "REGIONAL" });
        var options = new OpenApiImportOptions { Mode = OpenApiImportMode.Merge };

        Importer().Import(Encoding.UTF8.GetBytes(Text), options, regional, ImportFixture.Scope, ImportFixture.Now)
            .Definition.Resources.Length.ShouldBe(1);
    }

    private static int Import(string? type) => Importer().Import(
            Encoding.UTF8.GetBytes(Text), new OpenApiImportOptions { EndpointType = type }, null, ImportFixture.Scope, ImportFixture.Now)
        .Definition.Resources.Single().ResourceMethods["GET"].MethodIntegration!.TimeoutInMillis;

    private static OpenApiImporter Importer() => new(new CountingIds(), new RestApiQuotas { TimeoutInMillis = 120_000 });
}
