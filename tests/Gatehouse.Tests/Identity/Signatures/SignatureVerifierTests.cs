using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Identity.Signatures;
using Gatehouse.Tests.Wire.SigV4;
using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Identity.Signatures;

/// <summary>Who is believed, and AWS's error for everyone else (security §1.4 to §1.9).</summary>
public sealed class SignatureVerifierTests
{
    private const string Account = "000000000000";
    private const string Path = "/restapis";
    private const string Body = """{"name":"pets"}""";

    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 10, 19, TimeSpan.Zero);
    private static readonly SignatureExpectation ApiGateway = new() { Service = "apigateway" };

    private readonly FixedTime _time = new(Now);
    private readonly Keys _keys = new();
    private readonly SignatureVerifier _verifier;

    public SignatureVerifierTests() => _verifier = new SignatureVerifier(_keys, _time);

    [Fact]
    public void A_signed_request_names_its_caller()
    {
        var caller = Accepted(Signed());

        caller.PrincipalArn.ShouldBe("arn:aws:iam::000000000000:root");
        caller.Account.ShouldBe(Account);
        caller.AccessKeyId.ShouldBe("AKIDEXAMPLE");
        caller.Region.ShouldBe("us-east-1");
        caller.Service.ShouldBe("apigateway");
    }

    [Fact]
    public void A_second_request_uses_the_cached_key_and_a_body_hashed_elsewhere()
    {
        Accepted(Signed());
        var payload = SignedPayload.OfHash(SHA256.HashData(Encoding.UTF8.GetBytes(Body)));

        _verifier.TryVerify(Signed(), payload, ApiGateway, out _, out var fault).ShouldBeTrue(fault?.Message);
    }

    [Fact]
    public void The_public_vector_get_vanilla_is_accepted_at_its_time()
    {
        // aws-c-auth signing test suite, v4/get-vanilla.
        _time.Now = SigningVectors.Time;
        var vanilla = SigningVectors.Request("GET", "/", "");
        var request = With(vanilla, "Authorization",
            $"AWS4-HMAC-SHA256 Credential={SigningVectors.Credential}, SignedHeaders=host;x-amz-date, "
            + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");

        _verifier.TryVerify(request, default, new SignatureExpectation { Service = "service" }, out _, out var fault)
            .ShouldBeTrue(fault?.Message);
    }

    [Fact]
    public void What_is_signed_verifies_whatever_the_path_query_headers_and_body()
    {
        var generator =
            from method in Gen.Elements("GET", "POST", "DELETE")
            from path in Gen.Elements("a", "", "..", ".", "%2F", "%20", "a+b", "é", "a;b=c", "%zz").ListOf()
            from query in Gen.Elements("a=1", "a", "b=%20", "=", "", "a=+", "é=1", "%zz=&", "A=1").ListOf()
            from value in Gen.Elements("", "x", " x  y ", "\"a  b\"", "é")
            from body in Gen.Elements("", "{}", "é")
            from service in Gen.Elements("apigateway", "execute-api", "s3")
            select (method, path: "/" + string.Join('/', path), query: string.Join('&', query), value, body, service);

        Prop.ForAll(generator.ToArbitrary(), one =>
        {
            var headers = new List<KeyValuePair<string, string>> { new("Host", "localhost:4566"), new("X-Custom", one.value) };
            var bytes = Encoding.UTF8.GetBytes(one.body);
            Signer(one.service).SignHeaders(one.method, one.path, one.query, headers, Now, SigV4Signer.HashPayload(bytes));
            var request = new SigningRequest(one.method, one.path, one.query, headers);
            var presigned = new SigningRequest(one.method, one.path, one.query, [new("Host", "localhost:4566")]);
            presigned = presigned with
            {
                RawQuery = Signer(one.service).Presign(
                    presigned, Now, TimeSpan.FromMinutes(1),
                    one.service == "s3" ? SigV4Names.UnsignedPayload : SigV4Signer.HashPayload(bytes)),
            };
            var expectation = new SignatureExpectation { Service = one.service };
            return _verifier.TryVerify(request, SignedPayload.OfBody(bytes), expectation, out _, out _)
                && _verifier.TryVerify(presigned, SignedPayload.OfBody(bytes), expectation, out _, out _);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_path_signed_without_normalising_is_accepted_as_well()
    {
        // Security §1.3: Go's SDKs do not normalise, the others do.
        var headers = new List<KeyValuePair<string, string>> { new("Host", "localhost"), new("X-Amz-Date", AmzDate.Format(Now)) };
        var request = new SigningRequest("GET", "/a//b/../c", "", headers);
        var scope = $"{Now:yyyyMMdd}/us-east-1/apigateway/aws4_request";
        var key = new byte[SigningKey.Bytes];
        SigningKey.Derive(SigningVectors.Secret, $"{Now:yyyyMMdd}", "us-east-1", "apigateway", key);
        var signature = new byte[SignatureInput.SignatureBytes];
        new SignatureInput(
            request, PathForm.EncodedTwice, AmzDate.Format(Now), scope, "host;x-amz-date", SigV4Names.EmptyPayloadHash, false)
            .Sign(key, signature);

        var signed = With(
            request, "Authorization",
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders=host;x-amz-date, "
            + $"Signature={Convert.ToHexStringLower(signature)}");

        _verifier.TryVerify(signed, default, ApiGateway, out _, out var fault).ShouldBeTrue(fault?.Message);
    }

    [Theory]
    [InlineData("method")]
    [InlineData("path")]
    [InlineData("query")]
    [InlineData("host")]
    [InlineData("header")]
    [InlineData("body")]
    [InlineData("signature")]
    [InlineData("signature length")]
    [InlineData("signature digits")]
    [InlineData("secret")]
    public void A_request_that_was_changed_on_the_way_does_not_match(string change)
    {
        var request = Signed();
        var body = Body;
        switch (change)
        {
            case "method":
                request = request with { Method = "PUT" };
                break;
            case "path":
                request = request with { RawPath = Path + "/" };
                break;
            case "query":
                request = request with { RawQuery = "mode=overwrite" };
                break;
            case "host":
                request = Replaced(request, "Host", "example.com");
                break;
            case "header":
                request = Replaced(request, "Content-Type", "text/plain");
                break;
            case "body":
                body += " ";
                break;
            case "signature":
                var sent = request.FindHeader("Authorization")!;
                request = Replaced(request, "Authorization", sent[..^1] + (sent[^1] == '0' ? '1' : '0'));
                break;
            case "signature length":
                request = Replaced(request, "Authorization", request.FindHeader("Authorization")![..^2]);
                break;
            case "signature digits":
                request = Replaced(request, "Authorization", request.FindHeader("Authorization")![..^2] + "zz");
                break;
            default:
                _keys.Secret = "another";
                break;
        }

        var fault = Refused(request, body: body);

        fault.Code.ShouldBe("InvalidSignatureException");
        fault.Status.ShouldBe(403);
        fault.Message.ShouldStartWith("The request signature we calculated does not match the signature you provided.");
        fault.Message.ShouldContain("\n\nThe Canonical String for this request should have been\n'");
        fault.Message.ShouldContain("\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20260801T121019Z\n");
        fault.Message.ShouldEndWith("'\n");
        fault.Message.ShouldNotContain(SigningVectors.Secret);
    }

    [Fact]
    public void An_unsigned_request_is_missing_its_token()
    {
        var fault = Refused(new SigningRequest("GET", "/", "", [new("Host", "localhost")]));

        fault.ShouldBe(new AuthenticationFault("MissingAuthenticationTokenException", 403, "Missing Authentication Token"));
    }

    [Fact]
    public void An_unknown_key_is_not_recognised_even_when_its_signature_looks_right()
    {
        var fault = Refused(Signed(credentials: new SigningCredentials("AKIDUNKNOWN", SigningVectors.Secret, null)));

        fault.ShouldBe(new AuthenticationFault(
            "UnrecognizedClientException", 403, "The security token included in the request is invalid."));
    }

    [Fact]
    public void A_deactivated_key_is_refused()
    {
        _keys.IsActive = false;

        Refused(Signed()).Code.ShouldBe("UnrecognizedClientException");
    }

    [Theory]
    [InlineData(null, "sent")] // a long-term key with a token
    [InlineData("mine", null)] // a temporary key without one
    [InlineData("mine", "yours")]
    public void A_token_that_is_not_the_keys_is_not_recognised(string? held, string? sent)
    {
        _keys.Token = held; // security §1.8

        Refused(Signed(credentials: new SigningCredentials("AKIDEXAMPLE", SigningVectors.Secret, sent)))
            .Code.ShouldBe("UnrecognizedClientException");
    }

    [Fact]
    public void A_temporary_key_with_its_token_is_accepted_until_the_session_ends()
    {
        _keys.Token = "mine";
        _keys.Expires = Now.AddSeconds(1);
        var credentials = new SigningCredentials("AKIDEXAMPLE", SigningVectors.Secret, "mine");
        Accepted(Signed(credentials: credentials));

        _time.Now = Now.AddSeconds(1);

        Refused(Signed(credentials: credentials)).ShouldBe(new AuthenticationFault(
            "ExpiredTokenException", 403, "The security token included in the request is expired"));
    }

    [Theory]
    [InlineData("apigateway", "execute-api", "Credential should be scoped to correct service: 'execute-api'.")]
    [InlineData("execute-api", "apigateway", "Credential should be scoped to correct service: 'apigateway'.")]
    public void A_key_of_another_service_is_refused(string signed, string expected, string message)
    {
        Refused(Signed(service: signed), new SignatureExpectation { Service = expected }).Message.ShouldBe(message);
    }

    [Fact]
    public void A_region_that_is_not_served_is_refused()
    {
        var served = ApiGateway with { Regions = ["eu-central-2"] };

        Refused(Signed(), served).ShouldBe(new AuthenticationFault(
            "InvalidSignatureException", 403, "Credential should be scoped to a valid region."));
        Refused(Signed(region: "US_EAST")).Message.ShouldBe("Credential should be scoped to a valid region.");
    }

    [Fact]
    public void A_wrong_terminator_or_scope_date_is_refused()
    {
        var sent = Signed().FindHeader("Authorization")!;

        Refused(Replaced(Signed(), "Authorization", sent.Replace("/aws4_request", "/aws5_request")))
            .Message.ShouldBe("Credential should be scoped with a valid terminator: 'aws4_request'.");
        Refused(Replaced(Signed(), "Authorization", sent.Replace("/20260801/", "/20260731/")))
            .Message.ShouldBe(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'20260731' != '20260801', from '20260801T121019Z'.");
    }

    [Fact]
    public void Clocks_may_differ_by_five_minutes_and_the_refusal_tells_both_times()
    {
        // Security §1.7, where the first sentence is quoted.
        var request = Signed(time: Now.AddMinutes(-5));
        Accepted(request);
        _time.Now = Now.AddSeconds(1);
        Refused(request).Message.ShouldBe(
            "Signature expired: 20260801T120519Z is now earlier than 20260801T120520Z (20260801T121020Z - 5 min.)");

        _time.Now = Now;
        Accepted(Signed(time: Now.AddMinutes(5)));
        Refused(Signed(time: Now.AddMinutes(5).AddSeconds(1))).Message.ShouldBe(
            "Signature not yet current: 20260801T121520Z is still later than 20260801T121519Z (20260801T121019Z + 5 min.)");
    }

    [Fact]
    public void Query_services_allow_fifteen_minutes_and_spell_errors_their_way()
    {
        var sts = new SignatureExpectation { Service = "sts", Dialect = FaultDialect.Query };
        var early = Signed(service: "sts", time: Now.AddMinutes(-15));
        _verifier.TryVerify(early, SignedPayload.OfBody(Encoding.UTF8.GetBytes(Body)), sts, out _, out _).ShouldBeTrue();

        var late = Refused(Signed(service: "sts", time: Now.AddMinutes(-16)), sts);
        late.Code.ShouldBe("SignatureDoesNotMatch");
        late.Message.ShouldEndWith("- 15 min.)");
        Refused(new SigningRequest("POST", "/", "", []), sts).ShouldBe(new AuthenticationFault(
            "MissingAuthenticationToken", 403, "Request is missing Authentication Token"));
    }

    [Fact]
    public void JSON_services_answer_400_with_the_same_names()
    {
        var logs = new SignatureExpectation { Service = "logs", Dialect = FaultDialect.AwsJson };

        Refused(new SigningRequest("POST", "/", "", []), logs).Status.ShouldBe(400); // security §1.9, "json 1.1 services"
    }

    [Fact]
    public void A_presigned_request_lives_as_long_as_it_says()
    {
        var request = new SigningRequest("GET", Path, "", [new("Host", "localhost")]);
        request = request with
        {
            RawQuery = Signer("apigateway").Presign(request, Now, TimeSpan.FromHours(1), SigV4Names.EmptyPayloadHash),
        };

        _time.Now = Now.AddHours(1);
        _verifier.TryVerify(request, default, ApiGateway, out _, out var none).ShouldBeTrue(none?.Message);
        _time.Now = Now.AddHours(1).AddSeconds(1);
        Refused(request, body: "").Message.ShouldStartWith("Signature expired: 20260801T121019Z is now earlier than");
    }

    [Theory]
    [InlineData("host", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")]
    [InlineData("x-amz-date", "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization.")]
    public void What_must_be_signed_is_signed(string left, string message)
    {
        // Security §1.4: host, and every x-amz- header that is present.
        var sent = Signed().FindHeader("Authorization")!;
        var names = string.Join(';', "content-type;host;x-amz-date".Split(';').Where(name => name != left));

        Refused(Replaced(Signed(), "Authorization", sent.Replace("content-type;host;x-amz-date", names))).Message.ShouldBe(message);
    }

    [Fact]
    public void A_token_that_was_added_on_the_way_is_refused()
    {
        Refused(With(Signed(), "X-Amz-Security-Token", "t")).Message
            .ShouldBe("'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.");
    }

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD", false, false)]
    [InlineData("UNSIGNED-PAYLOAD", true, true)]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", true, false)]
    [InlineData("the body's", false, true)]
    [InlineData("another body's", true, false)]
    public void A_payload_hash_that_is_sent_must_be_acceptable_and_true(string hash, bool allowsUnsigned, bool isAccepted)
    {
        // Security §1.5.
        hash = hash switch
        {
            "the body's" => SigV4Signer.HashPayload(Encoding.UTF8.GetBytes(Body)),
            "another body's" => SigV4Names.EmptyPayloadHash,
            _ => hash,
        };
        var headers = new List<KeyValuePair<string, string>> { new("Host", "localhost"), new("X-Amz-Content-Sha256", hash) };
        Signer("apigateway").SignHeaders("POST", Path, "", headers, Now, hash);

        _verifier.TryVerify(
            new SigningRequest("POST", Path, "", headers), SignedPayload.OfBody(Encoding.UTF8.GetBytes(Body)),
            ApiGateway with { AllowsUnsignedPayload = allowsUnsigned }, out _, out _).ShouldBe(isAccepted);
    }

    [Fact]
    public void Root_credentials_are_one_key()
    {
        var root = new RootCredentials("AKIDROOT", "secret", Account);

        root.Find("AKIDROOT", null)!.PrincipalArn.ShouldBe("arn:aws:iam::000000000000:root");
        root.Find("akidroot", null).ShouldBeNull();
        root.Find("AKIDROOT", null)!.ToString().ShouldNotContain("secret");
    }

    private static SigV4Signer Signer(string service, string region = "us-east-1", SigningCredentials? credentials = null) => new(
        credentials ?? new SigningCredentials("AKIDEXAMPLE", SigningVectors.Secret, null), region, service, new SigningKeyCache());

    private static SigningRequest Signed(
        string service = "apigateway", string region = "us-east-1", DateTimeOffset? time = null, SigningCredentials? credentials = null)
    {
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Host", "localhost:4566"), new("Content-Type", "application/json"), new("User-Agent", "not signed"),
        };
        Signer(service, region, credentials).SignHeaders(
            "POST", Path, "mode=merge", headers, time ?? Now, SigV4Signer.HashPayload(Encoding.UTF8.GetBytes(Body)));
        return new SigningRequest("POST", Path, "mode=merge", headers);
    }

    private static SigningRequest With(SigningRequest request, string name, string value) =>
        request with { Headers = [.. request.Headers, new(name, value)] };

    private static SigningRequest Replaced(SigningRequest request, string name, string value) => request with
    {
        Headers = [.. request.Headers.Select(header => header.Key == name ? new(name, value) : header)],
    };

    private AuthenticatedCaller Accepted(SigningRequest request)
    {
        _verifier.TryVerify(
            request, SignedPayload.OfBody(Encoding.UTF8.GetBytes(Body)), ApiGateway, out var caller, out var fault)
            .ShouldBeTrue(fault?.Message);
        return caller!;
    }

    private AuthenticationFault Refused(SigningRequest request, SignatureExpectation? expectation = null, string body = Body)
    {
        _verifier.TryVerify(
            request, SignedPayload.OfBody(Encoding.UTF8.GetBytes(body)), expectation ?? ApiGateway, out var caller, out var fault)
            .ShouldBeFalse();
        caller.ShouldBeNull();
        return fault!;
    }

    private sealed class Keys : ICredentialSource
    {
        public string Secret { get; set; } = SigningVectors.Secret;

        public string? Token { get; set; }

        public DateTimeOffset? Expires { get; set; }

        public bool IsActive { get; set; } = true;

        public CredentialHolder? Find(string accessKeyId, string? sessionToken) => accessKeyId != "AKIDEXAMPLE" ? null : new CredentialHolder
        {
            AccessKeyId = accessKeyId,
            SecretAccessKey = Secret,
            SessionToken = Token,
            Expires = Expires,
            IsActive = IsActive,
            PrincipalArn = $"arn:aws:iam::{Account}:root",
            UserId = Account,
            Account = Account,
        };
    }
}
