using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>rest-execution §5.2: what an AWS integration's ARN says, and the request that it becomes.</summary>
public sealed class AwsUriTests
{
    [Theory]
    [InlineData("arn:aws:apigateway:us-east-1:sqs:path/1/q", "sqs", null, false, "/1/q")]
    [InlineData("arn:aws:apigateway:eu-west-3:s3:path//", "s3", null, false, "/")] // the doubled slash
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path//2015-03-31/functions/", "lambda", null, false, "/2015-03-31/functions/")]
    [InlineData("arn:aws:apigateway:us-east-1:photos.s3:path/{key}", "s3", "photos", false, "/{key}")]
    [InlineData("arn:aws:apigateway:us-east-1:my.dotted.s3:path/k", "s3", "my.dotted", false, "/k")]
    [InlineData("arn:aws:apigateway:us-east-1:a1b2c3d4e5.execute-api:path/prod/pets", "execute-api", "a1b2c3d4e5", false, "/prod/pets")]
    [InlineData("arn:aws:apigateway:us-east-1:dynamodb:action/PutItem", "dynamodb", null, true, "PutItem")]
    [InlineData("arn:aws:apigateway:us-east-1:s3:action/GetObject&Bucket=b&Key=k", "s3", null, true, "GetObject&Bucket=b&Key=k")]
    [InlineData("arn:aws-cn:apigateway:cn-north-1:sqs:path", "sqs", null, false, "/")]
    public void An_ARN_names_service_subdomain_and_request(
        string text, string service, string? subdomain, bool isAction, string request)
    {
        var uri = AwsUri.TryParse(text)!;

        (uri.Service, uri.Subdomain, uri.IsAction, uri.Request).ShouldBe((service, subdomain, isAction, request));
    }

    [Theory]
    [InlineData("arn:aws:apigateway:us-east-1:sqs:queue/1")]
    [InlineData("arn:aws:apigateway:us-east-1:sqs:pathology/1")]
    [InlineData("arn:aws:lambda:us-east-1:sqs:path/1")]
    [InlineData("arn:aws:apigateway::sqs:path/1")]
    [InlineData("arn:evil:apigateway:us-east-1:sqs:path/1")]
    [InlineData("arn:aws:apigateway:us-east-1:evil.com/x:path/1")] // no host of the author's own
    [InlineData("arn:aws:apigateway:us-east-1:evil@s3:path/1")]
    [InlineData("arn:aws:apigateway:us-east-1:.s3:path/1")]
    [InlineData("arn:aws:apigateway:us-east-1:{bucket}.s3:path/1")]
    [InlineData("https://sqs.us-east-1.amazonaws.com/")]
    [InlineData("")]
    [InlineData(null)]
    public void What_names_no_service_is_no_address(string? text) => AwsUri.TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData("sqs:path/1/q", "", "/1/q", "")]
    [InlineData("sqs:path/1/{a}", "x/y z+ü", "/1/x/y%20z%2B%C3%BC", "")] // greedy values keep slashes
    [InlineData("s3:path/b/{a+}", "100%", "/b/100%25", "")]
    [InlineData("s3:path/b?prefix={a}&list-type=2", "a/b&c=d", "/b", "prefix=a%2Fb%26c%3Dd&list-type=2")]
    [InlineData("sqs:action/SendMessage", "", "/", "Action=SendMessage")]
    [InlineData("sqs:action/SendMessage&MessageBody={a}", "x&Action=DeleteQueue", "/", "Action=SendMessage&MessageBody=x%26Action%3DDeleteQueue")]
    [InlineData("s3:action/GetObject&Bucket=b&Key={a}&versionId=1", "k/1", "/b/k/1", "versionId=1")]
    [InlineData("s3:action/ListBuckets", "", "/", "")]
    [InlineData("sqs:path/{unmapped}", "", "/%7Bunmapped%7D", "")]
    [InlineData("lambda:path/a\u00e4 b", "", "/a%C3%A4%20b", "")]
    public void A_value_stays_one_value_wherever_it_stands(string request, string value, string path, string query)
    {
        var (written, writtenPath, writtenQuery) = Write(request, value);

        written.ShouldBeTrue();
        (writtenPath, writtenQuery).ShouldBe((path, query));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../other-bucket/secret")]
    [InlineData("a/../../other")]
    [InlineData("a/.")]
    public void A_value_that_climbs_out_of_its_path_is_refused(string value) =>
        Write("s3:path/bucket/{a}", value).Written.ShouldBeFalse();

    [Theory]
    [InlineData("sqs:action/")]
    [InlineData("sqs:action/{name}")]
    [InlineData("sqs:action/Send Message")]
    public void An_action_has_a_fixed_name(string request)
    {
        var uri = AwsUri.TryParse("arn:aws:apigateway:us-east-1:" + request);
        (uri is null || AwsRequestPlan.TryCompile(uri, isS3: false, ParameterMapping.Empty) is null).ShouldBeTrue();
    }

    [Fact]
    public void Mapped_query_parameters_follow_those_of_the_URI()
    {
        var plan = AwsRequestPlan.TryCompile(
            AwsUri.TryParse("arn:aws:apigateway:us-east-1:sns:action/Publish&TopicArn=t")!, isS3: false, ParameterMapping.Empty)!;
        var mapped = new BackendRequest();
        mapped.SetQuery("Message", "a b");
        mapped.SetQuery("Tag", new Microsoft.Extensions.Primitives.StringValues(["1", "2"]));

        plan.TryWrite("/base", mapped, plan.Action, out var path, out var query).ShouldBeTrue();

        (path, query).ShouldBe(("/base/", "Action=Publish&TopicArn=t&Message=a%20b&Tag=1&Tag=2"));
    }

    private static (bool Written, string Path, string Query) Write(string request, string value)
    {
        var uri = AwsUri.TryParse("arn:aws:apigateway:us-east-1:" + request)!;
        var mapping = new ParameterMapping([new MappedParameter(ParameterTarget.Path, "a", new LiteralValue(value))]);
        var isS3 = uri.Service == "s3";
        var plan = AwsRequestPlan.TryCompile(uri, isS3, mapping)!;
        var mapped = new BackendRequest { Path = { ["a"] = value } };
        var written = plan.TryWrite(string.Empty, mapped, isS3 ? null : plan.Action, out var path, out var query);
        return (written, path, query);
    }
}
