using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols;
using Gatehouse.Wire.Protocols.Query;
using Shouldly;

namespace Gatehouse.Tests.Wire.Protocols.Query;

/// <summary>The Query protocol (security §3.1).</summary>
public sealed class QueryCodecTests
{
    private const string Namespace = "https://iam.amazonaws.com/doc/2010-05-08/";

    private static readonly ServiceContract Iam = ServiceContracts.Find("iam")!;
    private static readonly QueryCodec Codec = new(Namespace);

    [Fact]
    public void Fields_are_read_by_their_dots()
    {
        var members = Decode(
            "CreateUser",
            "Action=CreateUser&Version=2010-05-08&UserName=al%2Bice&Path=%2Fa%2F&Tags.member.2.Key=b&Tags.member.2.Value=2"
            + "&Tags.member.1.Key=a&Tags.member.1.Value=with+blank&Unknown=1");

        members["UserName"]!.GetValue<string>().ShouldBe("al+ice");
        members["Path"]!.GetValue<string>().ShouldBe("/a/");
        members["Tags"]!.ToJsonString().ShouldBe("""[{"Key":"a","Value":"with blank"},{"Key":"b","Value":"2"}]""");
        members.Count.ShouldBe(3);
    }

    [Fact]
    public void An_empty_list_is_ignored_and_numbers_are_numbers()
    {
        Decode("CreateUser", "UserName=a&Tags=")["Tags"].ShouldBeNull();
        Decode("ListUsers", "MaxItems=7")["MaxItems"]!.GetValue<int>().ShouldBe(7);
        Should.Throw<ServiceFaultException>(() => Decode("ListUsers", "MaxItems=many")).Code.ShouldBe("MalformedInput");
    }

    [Fact]
    public void The_action_stands_in_the_query_or_in_the_form()
    {
        QueryCodec.ActionOf("Action=GetUser&Version=1", default).ShouldBe("GetUser");
        QueryCodec.ActionOf("", Encoding.UTF8.GetBytes("Version=1&Action=GetUser")).ShouldBe("GetUser");
        QueryCodec.ActionOf("", default).ShouldBeNull();
    }

    [Fact]
    public void A_name_of_too_many_parts_is_refused()
    {
        Should.Throw<ServiceFaultException>(() => Decode("CreateUser", string.Join('.', Enumerable.Repeat("a", 100)) + "=1"))
            .Code.ShouldBe("MalformedQueryString");
    }

    [Fact]
    public void An_answer_has_its_result_and_the_requests_id()
    {
        Encode("ListUsers", new JsonObject
        {
            ["Users"] = new JsonArray(new JsonObject { ["Path"] = "/", ["UserName"] = "a<b", ["CreateDate"] = 1_785_585_600.0 }),
            ["IsTruncated"] = false,
            ["Secret"] = "not in the contract",
        }).ShouldBe(
            $"<ListUsersResponse xmlns=\"{Namespace}\"><ListUsersResult><Users><member><Path>/</Path><UserName>a&lt;b</UserName>"
            + "<CreateDate>2026-08-01T12:00:00Z</CreateDate></member></Users><IsTruncated>false</IsTruncated></ListUsersResult>"
            + "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></ListUsersResponse>");
    }

    [Fact]
    public void An_operation_without_output_has_no_result()
    {
        Encode("DeleteUser", []).ShouldBe(
            $"<DeleteUserResponse xmlns=\"{Namespace}\"><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DeleteUserResponse>");
    }

    [Fact]
    public void Maps_are_entries()
    {
        Encode("GetAccountSummary", new JsonObject { ["SummaryMap"] = new JsonObject { ["Users"] = 3 } })
            .ShouldContain("<SummaryMap><entry><key>Users</key><value>3</value></entry></SummaryMap>");
    }

    [Fact]
    public void An_error_has_type_code_message_id_and_namespace() // §3.1
    {
        var answer = Codec.EncodeFault(new ServiceFaultException("NoSuchEntity", 404, "not <here>\u0001"), "id-1");

        answer.Status.ShouldBe(404);
        answer.ContentType.ShouldBe("text/xml");
        Encoding.UTF8.GetString(answer.Body.Span).ShouldBe(
            $"<ErrorResponse xmlns=\"{Namespace}\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>not &lt;here&gt;\uFFFD</Message>"
            + "</Error><RequestId>id-1</RequestId></ErrorResponse>");
    }

    private static JsonObject Decode(string operation, string form) => Codec.Decode(Iam.ByName[operation], new ProtocolRequest
    {
        Labels = new Dictionary<string, string>(), RawQuery = "", Headers = [], Body = Encoding.UTF8.GetBytes(form),
    }).Members;

    private static string Encode(string operation, JsonObject members) =>
        Encoding.UTF8.GetString(Codec.Encode(Iam.ByName[operation], members, default, null, "id-1").Body.Span);
}
