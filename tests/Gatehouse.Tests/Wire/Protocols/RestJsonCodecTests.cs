using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols;
using Gatehouse.Wire.Protocols.RestJson;
using Shouldly;

namespace Gatehouse.Tests.Wire.Protocols;

/// <summary>AWS REST-JSON 1 over a contract that has every location and every kind.</summary>
public sealed class RestJsonCodecTests
{
    private static readonly ServiceContract Service = ContractReader.Read(
        """
        service sample restJson1 2020-01-01 signing=sample endpoint=sample
        operation PutThing PUT /things/{thingId}?mode=full 201 PutThingRequest Thing
        operation PutBytes PUT /bytes/{thingId} 200 PutBytesRequest BytesAnswer
        operation PutNote PUT /notes/{thingId} 200 PutNoteRequest Note
        operation Clear DELETE /things/{thingId} 202 ClearRequest unit
        enum Color RED|GREEN
        structure PutThingRequest
          thingId string required wire=labelName path
          limit integer query=limit
          flags [boolean] query=flag
          since timestamp query=since
          free {string:string} queryparams
          Agent string header=X-Agent
          Sizes [integer] header=X-Sizes
          Meta {string:string} prefix=X-Meta-
          displayName string wire=name
          count integer
          big long
          rate double
          isOn boolean
          at timestamp
          bytes blob
          anything document
          color Color
          colors [Color]
          texts {string:string}
          templates {string:string}
          parts [Part]
        structure Part
          partName string required wire=n
          color Color
          inner Part
        structure Thing
          items [Part] wire=item
          position string query=position
          rate double
          count integer
          at timestamp
          written dateTime
          isOn boolean
          templates {string:string}
          Etag string header=ETag
          Tags {string:string} prefix=X-Tag-
          Code integer status
          anything document
        structure PutBytesRequest
          thingId string required path
          body blob required payload
        structure BytesAnswer
          body blob payload
          contentType string header=Content-Type
          Kind string header=X-Kind
        structure PutNoteRequest
          thingId string required path
          note Note required payload
        structure Note
          text string wire=t
        structure ClearRequest
          thingId string required path
        """u8);

    private readonly RestJsonCodec _codec = new(new WireDialect
    {
        ToleratesTextBooleans = true,
        MapsWithNulls = FrozenSet.Create(StringComparer.Ordinal, "templates"),
    });

    [Fact]
    public void Labels_are_bound_by_model_name()
    {
        Decode("PutThing", "").Members.ToJsonString().ShouldBe("""{"thingId":"a b/c"}""");
    }

    [Fact]
    public void Query_parameters_lists_timestamps_and_the_free_rest_are_bound()
    {
        var decoded = Decode("PutThing", "", query: "?mode=full&limit=7&flag=true&flag=false&since=2020-01-02T03:04:05Z&x=1%202&y");

        decoded.Members["limit"]!.GetValue<int>().ShouldBe(7);
        decoded.Members["flags"]!.ToJsonString().ShouldBe("[true,false]");
        decoded.Members["since"]!.GetValue<double>().ShouldBe(1577934245);
        decoded.FreeQuery.ShouldBe(new Dictionary<string, string> { ["x"] = "1 2", ["y"] = "" });
        decoded.Members["free"]!.ToJsonString().ShouldBe("""{"x":"1 2","y":""}""");
    }

    [Fact]
    public void Headers_lists_in_headers_and_prefixes_are_bound_in_any_case()
    {
        var decoded = Decode("PutThing", "", headers: [("x-agent", "me"), ("X-SIZES", "1, 2"), ("x-meta-Owner", "you")]);

        decoded.Members["Agent"]!.GetValue<string>().ShouldBe("me");
        decoded.Members["Sizes"]!.ToJsonString().ShouldBe("[1,2]");
        decoded.Members["Meta"]!.ToJsonString().ShouldBe("""{"Owner":"you"}""");
    }

    [Fact]
    public void A_body_is_read_by_wire_names_into_model_names_at_every_depth_and_the_unknown_is_dropped()
    {
        var decoded = Decode(
            "PutThing",
            """
            {"name":"x","displayName":"no","labelName":"no","thingId":"no","unknown":{"deep":[1]},"count":5.0,"big":9007199254740993,
             "rate":1,"isOn":"TRUE","at":1511379433.5,"bytes":"AQI=","anything":{"any":[null]},"colors":["RED"],
             "texts":{"a":"1","gone":null},"templates":{"application/json":null},"count2":null,
             "parts":[{"n":"p","partName":"no","inner":{"n":"q","zzz":1}},null]}
            """);

        JsonNode.DeepEquals(decoded.Members, JsonNode.Parse(
            """
            {"thingId":"a b/c","displayName":"x","count":5,"big":9007199254740993,"rate":1,"isOn":true,"at":1511379433.5,
             "bytes":"AQI=","anything":{"any":[null]},"colors":["RED"],"texts":{"a":"1"},"templates":{"application/json":null},
             "parts":[{"partName":"p","inner":{"partName":"q"}}]}
            """)).ShouldBeTrue(decoded.Members.ToJsonString());
        decoded.Members["count"]!.GetValue<int>().ShouldBe(5);
        decoded.Members["big"]!.GetValue<long>().ShouldBe(9007199254740993);
        decoded.Members["rate"]!.GetValue<double>().ShouldBe(1.0);
    }

    [Theory]
    [InlineData("""{"name":7}""", "NUMBER_VALUE can not be converted to a String")]
    [InlineData("""{"name":true}""", "TRUE_VALUE can not be converted to a String")]
    [InlineData("""{"name":{}}""", "Start of structure or map found where not expected.")]
    [InlineData("""{"name":[]}""", "Start of list found where not expected.")]
    [InlineData("""{"count":"7"}""", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("""{"count":1.5}""", "STRING_VALUE can not be converted to an Integer")]
    [InlineData("""{"isOn":"yes"}""", "STRING_VALUE can not be converted to a Boolean")]
    [InlineData("""{"isOn":1}""", "NUMBER_VALUE can not be converted to a Boolean")]
    [InlineData("""{"bytes":"%%%"}""", "STRING_VALUE can not be converted to a Blob")]
    [InlineData("""{"texts":"a"}""", "STRING_VALUE can not be converted to a Map")]
    [InlineData("""{"parts":{}}""", "Start of structure or map found where not expected.")]
    [InlineData("""{"parts":["a"]}""", "STRING_VALUE can not be converted to a Structure")]
    [InlineData("""{"at":"yesterday"}""", "STRING_VALUE can not be converted to a Timestamp")]
    [InlineData("""null""", "NULL_VALUE can not be converted to a Structure")]
    public void A_wrong_type_is_refused(string body, string message)
    {
        var fault = Should.Throw<ServiceFaultException>(() => Decode("PutThing", body));

        (fault.Code, fault.Status).ShouldBe(("SerializationException", 400));
        fault.Message.ShouldBe(message);
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused()
    {
        const string open = """{"parts":[{"inner":""";
        var body = string.Concat(Enumerable.Repeat("[", ProtocolLimits.JsonDepth + 1));

        Should.Throw<ServiceFaultException>(() => Decode("PutThing", open + body)).Code.ShouldBe("SerializationException");
    }

    [Fact]
    public void Every_truncation_of_a_body_is_refused()
    {
        var whole = """{"name":"é\u00e9","count":-1.0e1,"texts":{"a":"b"},"parts":[{"n":"x"}],"isOn":true}"""u8.ToArray();
        Decode("PutThing", whole);
        for (var length = 1; length < whole.Length; length++)
        {
            Should.Throw<ServiceFaultException>(() => Decode("PutThing", whole[..length])).Status.ShouldBe(400);
        }
    }

    [Fact]
    public void Garbage_is_refused_or_read_and_never_breaks_the_decoder()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<string>(), (body, query) =>
        {
            try
            {
                Decode("PutThing", body ?? [], query ?? "");
            }
            catch (ServiceFaultException fault) when (fault.Status == 400)
            {
                // Refused, as it should.
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_blob_payload_is_the_raw_body()
    {
        var decoded = Decode("PutBytes", [0, 255, 1]);

        decoded.Payload.ToArray().ShouldBe([0, 255, 1]);
        decoded.Members.ToJsonString().ShouldBe("""{"thingId":"a b/c"}""");
    }

    [Fact]
    public void A_structure_payload_is_the_body_under_its_members_name()
    {
        Decode("PutNote", """{"t":"hi"}""").Members["note"]!.ToJsonString().ShouldBe("""{"text":"hi"}""");
    }

    [Fact]
    public void An_operation_without_body_members_ignores_a_body()
    {
        Decode("Clear", "{garbage").Members.ToJsonString().ShouldBe("""{"thingId":"a b/c"}""");
    }

    [Fact]
    public void An_answer_holds_the_contracts_members_under_wire_names_and_nothing_else()
    {
        var answer = Encode("PutThing", """
            {"items":[{"partName":"é<&>","secret":1}],"position":"p","rate":100,"count":3,"at":1511379433,"written":1511379433.25,
             "isOn":false,"templates":{"a/b":null},"Etag":"e","Tags":{"k":"v"},"Code":299,"secret":"x","anything":{"z":[null]}}
            """);

        answer.Status.ShouldBe(299);
        Encoding.UTF8.GetString(answer.Body.Span).ShouldBe(
            """{"item":[{"n":"é<&>"}],"position":"p","rate":100.0,"count":3,"at":1511379433,"written":"2017-11-22T19:37:13.25Z","""
            + "\"isOn\":false," + """ "templates":{"a/b":null},"anything":{"z":[null]}}""".TrimStart());
        answer.Headers.ShouldBe(ImmutableArray.Create(
            new KeyValuePair<string, string>("ETag", "e"), new KeyValuePair<string, string>("X-Tag-k", "v")));
        answer.ContentType.ShouldBe("application/json");
    }

    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("100", "100.0")]
    [InlineData("0.5", "0.5")]
    [InlineData("-1", "-1.0")]
    [InlineData("1e300", "1E+300")]
    public void Doubles_print_with_a_decimal_part(string value, string written)
    {
        Encoding.UTF8.GetString(Encode("PutThing", $$"""{"rate":{{value}}}""").Body.Span).ShouldBe($$"""{"rate":{{written}}}""");
    }

    [Fact]
    public void Absent_and_null_members_are_left_out()
    {
        Encoding.UTF8.GetString(Encode("PutThing", """{"count":null}""").Body.Span).ShouldBe("{}");
    }

    [Fact]
    public void An_operation_without_output_answers_an_empty_body_with_its_status()
    {
        var answer = Encode("Clear", "{}");

        (answer.Status, answer.Body.Length).ShouldBe((202, 0));
    }

    [Fact]
    public void A_blob_answer_is_raw_and_says_its_own_type()
    {
        var members = new JsonObject { ["contentType"] = "application/yaml", ["Kind"] = "k" };

        var answer = _codec.Encode(Service.ByName["PutBytes"], members, new byte[] { 1, 2 }, status: 202);

        (answer.Status, answer.ContentType).ShouldBe((202, "application/yaml"));
        answer.Body.ToArray().ShouldBe([1, 2]);
        answer.Headers.Single().Key.ShouldBe("X-Kind");
    }

    [Fact]
    public void An_output_of_the_wrong_type_is_our_bug_and_is_not_sent()
    {
        Should.Throw<InvalidOperationException>(() => Encode("PutThing", """{"count":"three"}"""));
    }

    [Fact]
    public void A_fault_is_an_envelope_with_its_own_members_and_retry_after()
    {
        var fault = new ServiceFaultException("TooManyRequestsException", 429, "Rate \"Exceeded\".")
        {
            HasCapitalMessage = true,
            Members = ImmutableSortedDictionary<string, string>.Empty.Add("Type", "User"),
            RetryAfterSeconds = 3,
        };

        var answer = _codec.EncodeFault(fault);

        Encoding.UTF8.GetString(answer.Body.Span).ShouldBe("""{"Type":"User","Message":"Rate \"Exceeded\"."}""");
        answer.Headers.ShouldBe(ImmutableArray.Create(
            new KeyValuePair<string, string>("x-amzn-ErrorType", "TooManyRequestsException"),
            new KeyValuePair<string, string>("Retry-After", "3")));
    }

    [Theory]
    [InlineData(true, """{"color":"BLUE"}""", "1 validation error detected: Value 'BLUE' at 'putThingInput.color' failed to satisfy constraint: Member must satisfy enum value set: [RED, GREEN]")]
    [InlineData(false, """{"color":"red"}""", "1 validation error detected: Value 'red' at 'color' failed to satisfy constraint: Member must satisfy enum value set: [RED, GREEN]")]
    [InlineData(true, """{"colors":["RED","X"]}""", "1 validation error detected: Value '[RED, X]' at 'putThingInput.colors' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [RED, GREEN]]")]
    [InlineData(true, """{"parts":[{"n":"a"},{"color":"C"}]}""", "2 validation errors detected: Value null at 'putThingInput.parts.2.member.partName' failed to satisfy constraint: Member must not be null; Value 'C' at 'putThingInput.parts.2.member.color' failed to satisfy constraint: Member must satisfy enum value set: [RED, GREEN]")]
    public void Constraints_are_told_all_at_once_in_corals_words(bool qualifies, string body, string message)
    {
        var check = new ConstraintCheck(new WireDialect { QualifiesBodyMembers = qualifies });
        var decoded = Decode("PutThing", body);

        var fault = Should.Throw<ServiceFaultException>(
            () => check.Run(Service.ByName["PutThing"], decoded.Members, decoded.Payload));

        (fault.Code, fault.Status, fault.Message).ShouldBe(("ValidationException", 400, message));
    }

    [Fact]
    public void A_missing_payload_is_a_violation()
    {
        var fault = Should.Throw<ServiceFaultException>(() => new ConstraintCheck(WireDialect.Plain).Run(
            Service.ByName["PutBytes"], new JsonObject { ["thingId"] = "x" }, default));

        fault.Message.ShouldBe(
            "1 validation error detected: Value null at 'body' failed to satisfy constraint: Member must not be null");
    }

    private DecodedRequest Decode(
        string operation, string body, string query = "", params (string Name, string Value)[] headers) =>
        Decode(operation, Encoding.UTF8.GetBytes(body), query, headers);

    private DecodedRequest Decode(
        string operation, byte[] body, string query = "", params (string Name, string Value)[] headers) =>
        _codec.Decode(Service.ByName[operation], new ProtocolRequest
        {
            Labels = new Dictionary<string, string> { ["thingId"] = "a b/c" },
            RawQuery = query,
            Headers = [.. headers.Select(header => new KeyValuePair<string, string>(header.Name, header.Value))],
            Body = body,
        });

    private EncodedAnswer Encode(string operation, string members) =>
        _codec.Encode(Service.ByName[operation], JsonNode.Parse(members)!.AsObject(), default, status: null);
}
