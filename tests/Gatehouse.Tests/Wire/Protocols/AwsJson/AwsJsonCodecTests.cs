using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols;
using Gatehouse.Wire.Protocols.AwsJson;
using Shouldly;

namespace Gatehouse.Tests.Wire.Protocols.AwsJson;

/// <summary>JSON 1.1 with a target (security §1.1, §1.9).</summary>
public sealed class AwsJsonCodecTests
{
    private static readonly ServiceContract Contract = ServiceContracts.Find("cognito-idp")!;

    private readonly AwsJsonCodec _codec = new(new WireDialect { TellsFaultsInHeaders = true }, "1.1");

    [Fact]
    public void The_whole_input_is_the_body_and_unknown_members_are_dropped()
    {
        var decoded = Decode("GetUser", """{"AccessToken":"a","Unknown":1,"accessToken":"b"}""");
        decoded.ToJsonString().ShouldBe("""{"AccessToken":"a"}""");
        Decode("ListUserPools", "").Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"AccessToken":1}""")]
    public void What_cannot_be_read_is_a_SerializationException(string body) =>
        Should.Throw<ServiceFaultException>(() => Decode("GetUser", body)).Code.ShouldBe("SerializationException");

    [Fact]
    public void An_answer_holds_what_the_contract_names_and_an_operation_without_output_sends_nothing()
    {
        var operation = Contract.ByName["SignUp"];
        var answer = _codec.Encode(
            operation, new JsonObject { ["UserConfirmed"] = false, ["UserSub"] = "a<b", ["Inner"] = "x" }, default, null);
        (answer.Status, answer.ContentType, Encoding.UTF8.GetString(answer.Body.Span)).ShouldBe(
            (200, "application/x-amz-json-1.1", """{"UserConfirmed":false,"UserSub":"a<b"}"""));
        _codec.Encode(Contract.ByName["DeleteUser"], [], default, null).Body.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void An_error_tells_its_type_in_body_and_headers_and_splits_no_header()
    {
        var answer = _codec.EncodeFault(new ServiceFaultException("NotAuthorizedException", 400, "no\r\nSet-Cookie: a=b\u00e9"));

        Encoding.UTF8.GetString(answer.Body.Span).ShouldStartWith("""{"__type":"NotAuthorizedException","message":"no\r\n""");
        var headers = answer.Headers.ToDictionary(static header => header.Key, static header => header.Value);
        headers["x-amzn-ErrorType"].ShouldBe("NotAuthorizedException");
        headers["x-amzn-ErrorMessage"].ShouldBe("no??Set-Cookie: a=b?");
    }

    [Theory]
    [InlineData("AWSCognitoIdentityProviderService.GetUser", "GetUser")]
    [InlineData("a.b.C", "C")]
    [InlineData("C", "C")]
    public void A_target_ends_with_its_operation(string target, string operation) =>
        AwsJsonCodec.OperationOf(target).ShouldBe(operation);

    private JsonObject Decode(string operation, string body) => _codec.Decode(Contract.ByName[operation], new ProtocolRequest
    {
        Labels = new Dictionary<string, string>(), RawQuery = "", Headers = [], Body = Encoding.UTF8.GetBytes(body),
    }).Members;
}
