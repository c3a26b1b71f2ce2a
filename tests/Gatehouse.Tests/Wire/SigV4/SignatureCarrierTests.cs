using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Wire.SigV4;

/// <summary>
/// What stands for a signature in a request, and AWS's sentences for what cannot be read (security §1.2, §1.9).
/// </summary>
public sealed class SignatureCarrierTests
{
    private const string Signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    private const string WellFormed =
        $"AWS4-HMAC-SHA256 Credential={SigningVectors.Credential}, SignedHeaders=host;x-amz-date, Signature={Signature}";

    private const string Presigned =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request"
        + "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=" + Signature;

    [Theory]
    [InlineData(WellFormed)]
    [InlineData($"AWS4-HMAC-SHA256 Signature={Signature},Credential={SigningVectors.Credential},SignedHeaders=host;x-amz-date")]
    [InlineData($"AWS4-HMAC-SHA256 Credential={SigningVectors.Credential} ,  SignedHeaders=host;x-amz-date,\tSignature={Signature}")]
    public void The_parameters_come_in_any_order_with_optional_white_space(string header)
    {
        var carrier = Read(Header(header));

        carrier.Credential.AccessKeyId.ShouldBe("AKIDEXAMPLE");
        carrier.Credential.Region.ShouldBe("us-east-1");
        carrier.Credential.Service.ShouldBe("service");
        carrier.Credential.Scope.ToString().ShouldBe(SigningVectors.Scope);
        carrier.SignedHeaders.ShouldBe("host;x-amz-date");
        carrier.Signature.ShouldBe(Signature);
        carrier.Time.ShouldBe(SigningVectors.Time);
    }

    [Fact]
    public void A_Date_header_stands_in_for_X_Amz_Date()
    {
        var carrier = Read(Header(WellFormed, ("Date", "Sun, 30 Aug 2015 12:36:00 GMT")));

        carrier.Date.ShouldBe(SigningVectors.Date); // security §1.4: ISO basic, or RFC 1123's form
    }

    [Fact]
    public void A_presigned_query_is_read()
    {
        var carrier = Read(new SigningRequest("GET", "/", "a=b&" + Presigned, []));

        carrier.IsPresigned.ShouldBeTrue();
        carrier.Credential.Text.ShouldBe(SigningVectors.Credential);
        carrier.Lifetime.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_request_without_either_is_missing_its_token()
    {
        Refused(new SigningRequest("GET", "/", "x-amz-signature=00", [])).ShouldBe(SigV4Fault.MissingToken);
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("abc")]
    [InlineData("AWS4-HMAC-SHA256")]
    public void What_is_not_shaped_like_a_signature_is_named_by_its_hash_only(string header)
    {
        // Security §1.9: since 2024 the header is not echoed.
        var fault = Refused(Header(header));

        fault.Kind.ShouldBe(SigV4FaultKind.Incomplete);
        fault.Message.ShouldStartWith(
            "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '");
        fault.Message.ShouldContain(Convert.ToBase64String(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(header))));
        fault.Message.ShouldNotContain("abc");
    }

    [Fact]
    public void Each_missing_part_has_its_sentence_in_AWS_order()
    {
        var fault = Refused(new SigningRequest("GET", "/", "", [new("Authorization", "AWS4-HMAC-SHA256 a=b")]));

        fault.Message.ShouldStartWith(
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
            + "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a "
            + "'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=");
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256", "Unsupported AWS 'algorithm'")] // security §1.10
    [InlineData("/aws4_request", "", "Credential must have exactly 5 slash-delimited elements")]
    [InlineData("AKIDEXAMPLE/", "AKID/EXAMPLE/", "Credential must have exactly 5 slash-delimited elements")]
    [InlineData("AKIDEXAMPLE/", "/", "Credential must have exactly 5 slash-delimited elements")]
    [InlineData("Signature=", "Signature=00, Signature=", "more than once")]
    public void A_part_that_is_wrong_is_incomplete(string part, string replacement, string message)
    {
        var fault = Refused(Header(WellFormed.Replace(part, replacement)));

        fault.Kind.ShouldBe(SigV4FaultKind.Incomplete);
        fault.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("2015-08-30T12:36:00Z")]
    [InlineData("20150830T123600")]
    [InlineData("20151330T123600Z")]
    [InlineData("yesterday")]
    public void A_date_that_is_not_basic_ISO_8601_is_incomplete(string date)
    {
        Refused(new SigningRequest("GET", "/", "", [new("Authorization", WellFormed), new("X-Amz-Date", date)]))
            .Message.ShouldStartWith("Date must be in ISO-8601 'basic format'.");
    }

    [Fact]
    public void Two_carriers_or_two_headers_are_refused()
    {
        // Security §1.2: duplicates and both carriers at once are ambiguous.
        Refused(Header(WellFormed) with { RawQuery = Presigned }).Message.ShouldStartWith("Only one auth mechanism allowed");
        Refused(Header(WellFormed, ("authorization", WellFormed))).Message.ShouldStartWith("Only one auth mechanism allowed");
    }

    [Theory]
    [InlineData("X-Amz-Algorithm", "x", "must include 'X-Amz-Algorithm'")]
    [InlineData("X-Amz-Credential=", "X-Amz-Credential=a&X-Amz-Credential=", "must include 'X-Amz-Credential'")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=0", "X-Amz-Expires must be")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=604801", "X-Amz-Expires must be")]
    [InlineData("X-Amz-Expires=60", "X-Amz-Expires=%2B60", "X-Amz-Expires must be")]
    public void A_presigned_query_that_is_wrong_is_incomplete(string part, string replacement, string message)
    {
        Refused(new SigningRequest("GET", "/", Presigned.Replace(part, replacement), [])).Message.ShouldContain(message);
    }

    [Fact]
    public void Every_prefix_of_a_header_is_answered_by_a_fault_or_a_carrier_and_never_throws()
    {
        for (var length = 0; length <= WellFormed.Length; length++)
        {
            var isRead = SignatureCarrier.TryRead(Header(WellFormed[..length]), out var carrier, out var fault);

            isRead.ShouldBe(carrier is not null);
            isRead.ShouldBe(fault is null);
        }

        for (var length = 0; length <= Presigned.Length; length++)
        {
            SignatureCarrier.TryRead(new SigningRequest("GET", "/", Presigned[..length], []), out var carrier, out var fault)
                .ShouldBe(carrier is not null);
            (carrier is null).ShouldBe(fault is not null);
        }
    }

    private static SigningRequest Header(string authorization, params (string Name, string Value)[] more) => new(
        "GET", "/", "",
        [
            new("Authorization", authorization),
            .. more.Select(header => new KeyValuePair<string, string>(header.Name, header.Value)),
            .. more.Any(header => header.Name == "Date")
                ? Array.Empty<KeyValuePair<string, string>>()
                : [new KeyValuePair<string, string>("X-Amz-Date", SigningVectors.Date)],
        ]);

    private static SignatureCarrier Read(SigningRequest request)
    {
        SignatureCarrier.TryRead(request, out var carrier, out var fault).ShouldBeTrue(fault?.Message);
        return carrier!;
    }

    private static SigV4Fault Refused(SigningRequest request)
    {
        SignatureCarrier.TryRead(request, out _, out var fault).ShouldBeFalse();
        return fault!;
    }
}
