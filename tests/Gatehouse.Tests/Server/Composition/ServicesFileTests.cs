using Gatehouse.Model.ExternalServices;
using Gatehouse.Server.Composition;
using Shouldly;

namespace Gatehouse.Tests.Server.Composition;

/// <summary>design §6 rule 9: the operator's map of what is outside, and a loud error for what it gets wrong.</summary>
public sealed class ServicesFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-services-").FullName;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Services_and_targets_are_read()
    {
        _environment["QUEUE_SECRET"] = "from-environment";
        var map = Load(
            """
            {
              // one stand-in for all
              "services": {
                "*": { "endpoint": "http://127.0.0.1:5000", "accessKeyId": "test", "secretAccessKey": "test" },
                "sqs": { "region": "eu-west-1", "accessKeyId": "AKID", "secretAccessKeyVariable": "QUEUE_SECRET", "assumeRole": false },
              },
              "targets": {
                "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/a/1": "10.0.0.5:8080",
                "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/b/1": "orders.internal",
                "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/c/1": "[::1]:80"
              }
            }
            """);

        var queue = map.Find("sqs");
        (queue.Endpoint, queue.Region, queue.AssumesRoles).ShouldBe((new Uri("http://127.0.0.1:5000"), "eu-west-1", false));
        (queue.Credentials!.AccessKeyId, queue.Credentials.SecretAccessKey).ShouldBe(("AKID", "from-environment"));
        map.Find("dynamodb").Credentials!.AccessKeyId.ShouldBe("test");
        map.Targets.Values.OrderBy(t => t.Host, StringComparer.Ordinal)
            .ShouldBe([new("10.0.0.5", 8080), new("[::1]", 80), new("orders.internal", null)]);
    }

    [Fact]
    public void User_pools_are_found_by_id_by_region_for_all_and_at_the_service_of_their_name() // security §6.3
    {
        var map = Load(
            """
            {
              "services": { "*": { "endpoint": "http://127.0.0.1:5000" }, "cognito-idp": { "endpoint": "http://127.0.0.1:9229" } },
              "userPools": {
                "us-east-1_One": "http://127.0.0.1:1",
                "eu-west-1": { "endpoint": "http://127.0.0.1:2/base", "issuer": "https://login.example.com" }
              }
            }
            """);

        map.FindUserPool("us-east-1_One", "us-east-1").ShouldBe(new UserPoolEndpoint(new Uri("http://127.0.0.1:1"), null));
        map.FindUserPool("eu-west-1_Two", "eu-west-1")
            .ShouldBe(new UserPoolEndpoint(new Uri("http://127.0.0.1:2/base"), "https://login.example.com"));
        map.FindUserPool("us-east-1_Other", "us-east-1").ShouldBe(new UserPoolEndpoint(new Uri("http://127.0.0.1:9229"), null));
        Load("""{"services":{"*":{"endpoint":"http://127.0.0.1:5000"}}}""").FindUserPool("a", "b").ShouldBeNull();
    }

    [Theory]
    [InlineData("[]", "the file holds no JSON object")]
    [InlineData("{", "cannot be read")]
    [InlineData("""{"service":{}}""", "the file has the unknown member \"service\"")]
    [InlineData("""{"services":{"sqs":{"endpont":"http://x"}}}""", "\"services\".\"sqs\" has the unknown member \"endpont\"")]
    [InlineData("""{"services":{"SQS":{}}}""", "\"services\".\"SQS\" is no service as an integration's ARN names it")]
    [InlineData("""{"services":{"sqs":{"endpoint":"localhost:5000"}}}""", "has the endpoint localhost:5000")]
    [InlineData("""{"services":{"sqs":{"endpoint":5}}}""", "has a endpoint that is no text")]
    [InlineData("""{"services":{"sqs":{"accessKeyId":"a"}}}""", "needs an accessKeyId and a secretAccessKey, or neither")]
    [InlineData("""{"services":{"sqs":{"accessKeyIdVariable":"NOPE","secretAccessKey":"b"}}}""", "takes its accessKeyId from the variable NOPE, which is not set")]
    [InlineData("""{"services":{"sqs":{"profile":"nope"}}}""", "names the profile nope")]
    [InlineData("""{"services":{"sqs":{"assumeRole":"yes"}}}""", "neither true nor false")]
    [InlineData("""{"services":{"sqs":{"region":"Moon"}}}""", "has the region Moon")]
    [InlineData("""{"userPools":{"us-east-1_a":5}}""", "\"userPools\".\"us-east-1_a\" is neither an address nor an object")]
    [InlineData("""{"userPools":{"*":{"issuer":"http://x"}}}""", "\"userPools\".\"*\" has no endpoint")]
    [InlineData("""{"userPools":{"*":{"endpoint":"x"}}}""", "\"userPools\".\"*\" has the endpoint x")]
    [InlineData("""{"targets":{"nlb":"h:1"}}""", "\"targets\".\"nlb\" is no ARN")]
    [InlineData("""{"targets":{"arn:aws:a:b:c:d":"h:0"}}""", "has the address h:0")]
    [InlineData("""{"targets":{"arn:aws:a:b:c:d":"http://h/"}}""", "has the address http://h/")]
    [InlineData("""{"targets":{"arn:aws:a:b:c:d":""}}""", "has the address ")]
    public void A_mistake_is_named_with_its_place(string text, string message)
    {
        _environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_folder, "nobody");
        Should.Throw<OperatorException>(() => Load(text)).Message.ShouldContain(message);
    }

    [Fact]
    public void A_profile_gives_its_keys()
    {
        var credentials = Path.Combine(_folder, "credentials");
        File.WriteAllText(credentials, "[default]\naws_access_key_id = no\naws_secret_access_key = no\n[prod]\naws_access_key_id=AKIDPROD\n# x=y\naws_secret_access_key = s=1\n");
        _environment["AWS_SHARED_CREDENTIALS_FILE"] = credentials;

        var found = Load("""{"services":{"*":{"profile":"prod"}}}""").Find("sqs").Credentials!;

        (found.AccessKeyId, found.SecretAccessKey, found.SessionToken).ShouldBe(("AKIDPROD", "s=1", null));
    }

    [Fact]
    public void Without_a_file_the_environments_keys_are_for_Amazons_own_services()
    {
        Map().DefaultCredentials.ShouldBeNull();
        (_environment["AWS_ACCESS_KEY_ID"], _environment["AWS_SECRET_ACCESS_KEY"], _environment["AWS_SESSION_TOKEN"]) = ("AKID", "s", "t");
        (Map().Find("sqs").Credentials!.AccessKeyId, Map().Find("sqs").Endpoint, Map().DefaultCredentials!.SessionToken)
            .ShouldBe(("AKID", null, "t"));
        _environment["AWS_ACCESS_KEY_ID"] = "test"; // what the README sets for the AWS CLI is no key of Amazon's
        Map().DefaultCredentials.ShouldBeNull();

        ExternalServiceMap Map() => ServicesFile.Load(new ServerOptions { DataDirectory = _folder }, Find);
    }

    [Fact]
    public void A_file_that_was_asked_for_must_be_there() =>
        Should.Throw<OperatorException>(() => ServicesFile.Load(
            new ServerOptions { DataDirectory = _folder, ServicesFile = Path.Combine(_folder, "x.json"), IsServicesFileGiven = true }, Find))
            .Message.ShouldContain("does not exist");

    private ExternalServiceMap Load(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "services.json"), text);
        return ServicesFile.Load(new ServerOptions { DataDirectory = _folder }, Find);
    }

    private string? Find(string name) => _environment.GetValueOrDefault(name);
}
