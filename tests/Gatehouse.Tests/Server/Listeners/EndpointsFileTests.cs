using System.Net;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Listeners;
using Gatehouse.Tests.Storage;
using Shouldly;

namespace Gatehouse.Tests.Server.Listeners;

/// <summary>The file of VPC endpoints: what it does not understand opens nothing (security §4.5).</summary>
public sealed class EndpointsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_that_is_said_is_read()
    {
        var endpoint = Load("""
            {"endpoints":[{"id":"vpce-1","vpc":"vpc-1","listen":"127.0.0.1:8443","tls":true,"sources":["10.0.0.0/8","2001:db8::/32"],
             "privateDns":false,"policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}}]}
            """).Single();

        endpoint.Id.ShouldBe("vpce-1");
        endpoint.VpcId.ShouldBe("vpc-1");
        endpoint.Listen.ShouldBe(new IPEndPoint(IPAddress.Loopback, 8_443));
        endpoint.IsTls.ShouldBeTrue();
        endpoint.Sources.Length.ShouldBe(2);
        endpoint.HasPrivateDns.ShouldBeFalse();
        endpoint.Policy.ShouldNotBeNull();
        EndpointsFile.Load(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"endpoints":{}}""")]
    [InlineData("""{"endpoints":[1]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"vpc-1"}]}""")]
    [InlineData("""{"endpoints":[{"id":"1","vpc":"vpc-1","sources":["10.0.0.0/8"]}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"1","sources":["10.0.0.0/8"]}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"vpc-1","sources":["10.0.0.0/33"]}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"vpc-1","sources":"10.0.0.0/8"}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"vpc-1","listen":"localhost:80"}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"vpc-1","listen":"127.0.0.1:80","tls":"yes"}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"vpc-1","listen":"127.0.0.1:80","polcy":{}}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"vpc-1","listen":"127.0.0.1:80","policy":"{}"}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"vpc-1","listen":"127.0.0.1:80","policy":{"Statement":1}}]}""")]
    [InlineData("""{"endpoints":[{"id":"vpce-1","vpc":"v","sources":[]},{"id":"vpce-1","vpc":"v","sources":[]}]}""")]
    public void What_is_not_understood_is_the_operators_to_mend(string text) =>
        Should.Throw<OperatorException>(() => Load(text));

    private System.Collections.Immutable.ImmutableArray<Gatehouse.Model.Domains.VpcEndpoint> Load(string text)
    {
        var path = Path.Combine(_folder.Path, "endpoints.json");
        File.WriteAllText(path, text);
        return EndpointsFile.Load(path);
    }
}
