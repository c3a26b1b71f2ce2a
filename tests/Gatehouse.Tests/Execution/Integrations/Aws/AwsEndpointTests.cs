using System.Collections.Frozen;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Model.ExternalServices;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>rest-execution §5.2 and design §6 rule 9: where a service is reached, by the operator's word alone.</summary>
public sealed class AwsEndpointTests
{
    private static readonly ServiceCredentials Keys = new("AKIDOPERATOR", "secret", null);

    [Theory]
    [InlineData("arn:aws:apigateway:eu-west-1:sqs:path/1/q", "sqs.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("arn:aws:apigateway:us-east-1:photos.s3:path/k", "photos.s3.us-east-1.amazonaws.com", "us-east-1")]
    [InlineData("arn:aws:apigateway:us-east-1:a1b2c3d4e5.execute-api:path/p", "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com", "us-east-1")]
    [InlineData("arn:aws-cn:apigateway:cn-north-1:sns:action/Publish", "sns.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("arn:aws:apigateway:eu-west-1:iam:action/ListUsers", "iam.amazonaws.com", "us-east-1")]
    public void Amazons_own_hosts_are_the_default_once_there_are_credentials(string arn, string host, string region)
    {
        var endpoint = Resolve(new ExternalServiceMap { DefaultCredentials = Keys }, arn, out _)!;

        (endpoint.Target.IsTls, endpoint.Target.Host, endpoint.Target.Port).ShouldBe((true, host, 443));
        (endpoint.Host, endpoint.Region, endpoint.PathPrefix).ShouldBe((host, region, ""));
    }

    [Fact]
    public void Without_credentials_the_setting_is_named()
    {
        Resolve(new ExternalServiceMap { Source = "/x/services.json" }, "arn:aws:apigateway:us-east-1:sqs:path/1/q", out var error)
            .ShouldBeNull();

        error.ShouldBe(
            "no credentials for the service sqs: give \"services\".\"sqs\" (or \"*\") an accessKeyId and a secretAccessKey in "
            + "/x/services.json, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    [Fact]
    public void An_own_entry_goes_before_that_of_every_service_member_by_member()
    {
        var map = Map(
            ("*", new ExternalService { Endpoint = new Uri("http://moto:5000"), Credentials = Keys, Region = "us-west-2" }),
            ("dynamodb", new ExternalService { Endpoint = new Uri("http://dynalite:4567/base/") }));

        var dynamo = Resolve(map, "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem", out _)!;
        var queue = Resolve(map, "arn:aws:apigateway:us-east-1:sqs:action/SendMessage", out _)!;

        (dynamo.Host, dynamo.PathPrefix, dynamo.Region, dynamo.Credentials).ShouldBe(("dynalite:4567", "/base", "us-west-2", Keys));
        (queue.Host, queue.Target.IsTls, queue.Target.Port).ShouldBe(("moto:5000", false, 5000));
    }

    [Theory]
    [InlineData("photos.s3", "moto:5000", "/photos")] // a bucket goes into the path: stand-ins have one name
    [InlineData("a1b2c3d4e5.execute-api", "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com", "")]
    public void A_stand_in_is_connected_to_whatever_the_subdomain_says(string service, string host, string prefix)
    {
        var map = Map(("*", new ExternalService { Endpoint = new Uri("http://moto:5000"), Credentials = Keys }));

        var endpoint = Resolve(map, $"arn:aws:apigateway:us-east-1:{service}:path/x", out _)!;

        (endpoint.Target.Host, endpoint.Target.Port).ShouldBe(("moto", 5000));
        (endpoint.Host, endpoint.PathPrefix).ShouldBe((host, prefix));
    }

    [Fact]
    public void Roles_are_assumed_at_Amazon_and_where_an_STS_stands_beside_the_service()
    {
        var local = new ExternalService { Endpoint = new Uri("http://queue:9324"), Credentials = Keys };

        ExternalServiceMap.Empty.AssumesRoles("sqs").ShouldBeTrue();
        Map(("*", local)).AssumesRoles("sqs").ShouldBeTrue();
        Map(("sqs", local)).AssumesRoles("sqs").ShouldBeFalse();
        Map(("sqs", local), ("sts", local)).AssumesRoles("sqs").ShouldBeTrue();
        Map(("*", local with { AssumesRoles = false })).AssumesRoles("sqs").ShouldBeFalse();
        Map(("sqs", local with { AssumesRoles = true })).AssumesRoles("sqs").ShouldBeTrue();
    }

    [Fact]
    public void Credentials_print_their_public_half_only() => Keys.ToString().ShouldBe("AKIDOPERATOR");

    private static ExternalServiceMap Map(params (string Name, ExternalService Service)[] services) => new()
    {
        Services = services.ToFrozenDictionary(one => one.Name, one => one.Service, StringComparer.Ordinal),
    };

    private static AwsEndpoint? Resolve(ExternalServiceMap map, string arn, out string? error)
    {
        var uri = AwsUri.TryParse(arn)!;
        return AwsEndpoint.TryResolve(map, AwsServiceFacts.Find(uri.Service), uri, out error);
    }
}
