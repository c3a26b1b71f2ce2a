using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Stages;
using Gatehouse.Wire.Faults;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Stages;

/// <summary>What accessLogSettings may say (observability §2.1, rest-execution §6.4 and §14.3).</summary>
public sealed class AccessLogRulesTests
{
    private const string Group = "arn:aws:logs:us-east-1:000000000000:log-group:/my/group";

    [Theory]
    [InlineData("$context.requestId")]
    [InlineData("{\"id\":\"$context.extendedRequestId\"}")]
    [InlineData("$context.requestId costs $100\n")] // a break at the end only
    public void A_format_with_a_request_id_in_one_line_is_taken(string format) =>
        Check(new AccessLogSettings { Format = format }).Format.ShouldBe(format);

    [Theory]
    [InlineData("$context.status", "must contain at least $context.requestId or $context.extendedRequestId")]
    [InlineData("$context.requestIdentity", "must contain at least")]
    [InlineData("$context.requestId\n$context.status", "Access Log format must be single line, new line character is allowed only at end of the format: ")]
    [InlineData("$context.requestId $input.path", "$input.path is none")]
    [InlineData("$context.requestId $stageVariables.x", "$stageVariables.x is none")]
    public void Another_format_is_refused(string format, string text)
    {
        var fault = Should.Throw<ServiceFaultException>(() => Check(new AccessLogSettings { Format = format }));

        fault.Message.ShouldContain(text);
    }

    [Fact]
    public void A_format_of_more_than_three_kilobytes_is_refused() => // §6.4
        Should.Throw<ServiceFaultException>(() => Check(new AccessLogSettings
        {
            Format = "$context.requestId" + new string('x', 3_072),
        })).Message.ShouldContain("3072 bytes");

    [Theory]
    [InlineData(Group, Group)]
    [InlineData(Group + ":*", Group)] // as CloudFormation's attribute has it
    [InlineData("arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-x", "arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-x")]
    public void A_destination_is_a_group_or_a_delivery_stream(string arn, string stored) =>
        Check(new AccessLogSettings { DestinationArn = arn }).DestinationArn.ShouldBe(stored);

    [Theory]
    [InlineData("/my/group")]
    [InlineData("arn:aws:logs:us-east-1:000000000000:log-group:")]
    [InlineData("arn:aws:logs:us-east-1:000000000000:log-group:a b")]
    [InlineData("arn:aws:logs:us-east-1:000000000000:log-group:a:log-stream:b")]
    [InlineData("arn:aws:firehose:us-east-1:000000000000:deliverystream/other")] // the prefix is mandatory
    [InlineData("arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-")]
    [InlineData("arn:aws:s3:::bucket")]
    public void Any_other_destination_is_refused(string arn) =>
        Should.Throw<ServiceFaultException>(() => Check(new AccessLogSettings { DestinationArn = arn }));

    private static AccessLogSettings Check(AccessLogSettings settings)
    {
        var before = new StageDocument { StageName = "s", DeploymentId = "d", CreatedDate = 1, LastUpdatedDate = 1 };
        return AccessLogRules.Check(before, before with { AccessLogSettings = settings }).AccessLogSettings!;
    }
}
