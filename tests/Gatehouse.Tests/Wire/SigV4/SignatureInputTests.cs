using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Wire.SigV4;

/// <summary>The canonical request and the signature, by AWS's published vectors and by security §1.3 to §1.6.</summary>
public sealed class SignatureInputTests
{
    [Fact]
    public void The_vector_get_vanilla_has_its_published_signature()
    {
        // Public vector get-vanilla, also quoted in security §1.11.
        SigningVectors.Sign(SigningVectors.Request("GET", "/", ""), PathForm.EncodedTwice)
            .ShouldBe("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    [Fact]
    public void The_vector_get_vanilla_has_its_published_canonical_request_and_string_to_sign()
    {
        var input = SigningVectors.Input(SigningVectors.Request("GET", "/", ""), PathForm.EncodedTwice, "host;x-amz-date");

        input.CanonicalRequest().ShouldBe(
            "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
            + SigV4Names.EmptyPayloadHash);
        input.StringToSign().ShouldBe(
            "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n"
            + "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63");
    }

    [Theory]
    [InlineData("GET", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData("GET", "%E1%88%B4=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("POST", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    public void The_vectors_of_queries_and_methods_have_their_published_signatures(string method, string query, string expected)
    {
        // Public vectors get-vanilla-query-order-key-case, get-vanilla-empty-query-key, get-vanilla-utf8-query,
        // post-vanilla.
        SigningVectors.Sign(SigningVectors.Request(method, "/", query), PathForm.EncodedTwice).ShouldBe(expected);
    }

    [Fact]
    public void The_vector_get_header_value_trim_has_its_published_signature()
    {
        var request = SigningVectors.Request("GET", "/", "", ("My-Header1", " value1"), ("My-Header2", " \"a   b   c\""));

        SigningVectors.Sign(request, PathForm.EncodedTwice, "host;my-header1;my-header2;x-amz-date")
            .ShouldBe("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    [Fact]
    public void The_vector_post_x_www_form_urlencoded_has_its_published_signature()
    {
        var request = SigningVectors.Request("POST", "/", "", ("Content-Type", "application/x-www-form-urlencoded"));

        SigningVectors.Sign(request, PathForm.EncodedTwice, "content-type;host;x-amz-date", "Param1=value1")
            .ShouldBe("ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

    [Theory]
    [InlineData("/example/..", "/")]
    [InlineData("/example1/example2/../..", "/")]
    [InlineData("/./", "/")]
    [InlineData("/./example", "/example")]
    [InlineData("//", "/")]
    [InlineData("//example//", "/example/")]
    [InlineData("/../../a", "/a")]
    [InlineData("/a/./b/../c/", "/a/c/")]
    [InlineData("", "/")]
    public void Normalising_resolves_dots_and_empty_segments(string path, string expected)
    {
        // The public vectors get-relative, get-slash, get-slashes and their kin, in their "normalized" form.
        CanonicalPathOf(path, PathForm.NormalizedAndEncodedTwice).ShouldBe(expected);
    }

    [Theory]
    [InlineData("/a%20b", "/a%2520b")]
    [InlineData("/a%2Fb//../c", "/a%252Fb//../c")]
    [InlineData("/-._~/0Az", "/-._~/0Az")]
    [InlineData("/a:b;c=d@e+f", "/a%3Ab%3Bc%3Dd%40e%2Bf")]
    [InlineData("/ሴ", "/%E1%88%B4")]
    public void The_wire_path_is_encoded_once_more(string path, string expected)
    {
        CanonicalPathOf(path, PathForm.EncodedTwice).ShouldBe(expected); // security §1.3
    }

    [Theory]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("/a%2fb//../c", "/a%2Fb//../c")]
    [InlineData("/a b%", "/a%20b%25")]
    [InlineData("/%41", "/A")]
    public void Amazon_S3_encodes_once_and_normalises_nothing(string path, string expected)
    {
        CanonicalPathOf(path, PathForm.EncodedOnce).ShouldBe(expected); // security §1.3, "S3 exception"
    }

    [Theory]
    [InlineData("b=2&a=1", "a=1&b=2")]
    [InlineData("a=2&a=1", "a=1&a=2")]
    [InlineData("a", "a=")]
    [InlineData("a=b=c", "a=b%3Dc")]
    [InlineData("a=x+y", "a=x%2By")]
    [InlineData("a=%7E%2f", "a=~%2F")]
    [InlineData("ab=1&a=2&a-=3", "a=2&a-=3&ab=1")]
    [InlineData("a=%zz", "a=%25zz")]
    [InlineData("Z=1&a=2&%C3%A9=3", "%C3%A9=3&Z=1&a=2")]
    public void The_query_is_brought_to_one_spelling_and_sorted_by_bytes(string query, string expected)
    {
        CanonicalLine(SigningVectors.Request("GET", "/", query), PathForm.EncodedTwice, 2).ShouldBe(expected); // security §1.3
    }

    [Fact]
    public void Header_lines_of_one_name_are_joined_in_order_of_arrival_and_white_space_is_collapsed()
    {
        var request = SigningVectors.Request("GET", "/", "", ("My-Header", " b \t c "), ("MY-HEADER", "a"), ("my-header", ""));

        // Public vectors get-header-key-duplicate, -value-order, -value-trim; security §1.3.
        CanonicalLine(request, PathForm.EncodedTwice, 4, "host;my-header").ShouldBe("my-header:b c,a,");
    }

    [Fact]
    public void A_presigned_request_does_not_cover_its_own_signature()
    {
        var request = SigningVectors.Request("GET", "/", "X-Amz-Signature=00&a=1&x-amz-signature=kept");
        var input = new SignatureInput(
            request, PathForm.EncodedTwice, SigningVectors.Date, SigningVectors.Scope, "host", SigV4Names.EmptyPayloadHash,
            isPresigned: true);

        input.CanonicalRequest().Split('\n')[2].ShouldBe("a=1&x-amz-signature=kept"); // names are case-sensitive, §1.2
    }

    private static string CanonicalPathOf(string path, PathForm form) =>
        CanonicalLine(SigningVectors.Request("GET", path, ""), form, 1);

    private static string CanonicalLine(SigningRequest request, PathForm form, int line, string signedHeaders = "host") =>
        SigningVectors.Input(request, form, signedHeaders).CanonicalRequest().Split('\n')[line];
}
