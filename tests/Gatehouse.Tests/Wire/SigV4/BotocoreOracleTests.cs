using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Wire.SigV4;

/// <summary>Our signer against botocore's, over generated requests: the two must agree to the last digit.</summary>
public sealed class BotocoreOracleTests
{
    private const int Cases = 300;
    private const string Region = "eu-central-2";

    private static readonly SigningCredentials LongTerm = new(SigningVectors.AccessKeyId, SigningVectors.Secret, null);
    private static readonly SigningCredentials Temporary = new("ASIAEXAMPLE", SigningVectors.Secret, "FwoGZXIvYXdzE/+=A b");

    /// <summary>Segments as they stand on the wire: encoded, half encoded, dotted, empty.</summary>
    private static readonly Gen<string> Segment = Gen.Elements(
        "", "a", "pets", "..", ".", "%20", "a%2Fb", "x%3Ay", "a+b", "a:b", "a;b", "a@b", "a=b", "~t", "%C3%A9", "it's",
        "(1)", "$x", "a,b");

    /// <summary>
    /// For Amazon S3 botocore signs the path as it stands, so that only canonical spellings can agree.
    /// </summary>
    private static readonly Gen<string> KeySegment =
        Gen.Elements("", "a", "..", ".", "%20", "a%2Fb", "x%3Ay", "a%2Bb", "~t", "%C3%A9", "%27");

    private static readonly Gen<string> Word = Gen.Elements("a", "ab", "A", "b", "limit", "%20", "%2B", "%C3%A9", "~", "x-y", "0", "a.b");

    [Theory]
    [InlineData("apigateway")]
    [InlineData("execute-api")]
    [InlineData("s3")]
    public void Header_signatures_agree(string service)
    {
        var cases = Generate(service, isPresigned: false);
        var signed = BotocoreSigner.Sign(cases);

        signed.Count.ShouldBe(Cases);
        foreach (var (one, botocore) in cases.Zip(signed))
        {
            var theirs = botocore["headers"]!.AsObject().ToDictionary(
                header => header.Key, header => header.Value!.GetValue<string>(), StringComparer.OrdinalIgnoreCase);
            var headers = new List<KeyValuePair<string, string>>
            {
                new("Host", one["host"]!.GetValue<string>()),
            };
            headers.AddRange(one["headers"]!.AsObject().Select(header =>
                new KeyValuePair<string, string>(header.Key, header.Value!.GetValue<string>())));
            if (theirs.TryGetValue("X-Amz-Content-SHA256", out var contentHash))
            {
                headers.Add(new("X-Amz-Content-SHA256", contentHash));
            }

            AmzDate.TryParse(theirs["X-Amz-Date"], out var time).ShouldBeTrue();
            SignerFor(one, service).SignHeaders(
                one["method"]!.GetValue<string>(), one["path"]!.GetValue<string>(), one["query"]!.GetValue<string>(), headers,
                time, contentHash ?? SigV4Signer.HashPayload(Encoding.UTF8.GetBytes(one["body"]!.GetValue<string>())));

            headers.Single(header => header.Key == "Authorization").Value.ShouldBe(theirs["Authorization"], one.ToJsonString());
        }
    }

    [Fact]
    public void Presigned_queries_agree()
    {
        var cases = Generate("execute-api", isPresigned: true);
        foreach (var (one, botocore) in cases.Zip(BotocoreSigner.Sign(cases)))
        {
            var url = botocore["url"]!.GetValue<string>();
            var theirs = url[(url.IndexOf('?') + 1)..].Split('&');
            var date = theirs.Single(part => part.StartsWith("X-Amz-Date=")).Split('=')[1];
            AmzDate.TryParse(date, out var time).ShouldBeTrue();
            var request = new SigningRequest(
                one["method"]!.GetValue<string>(), one["path"]!.GetValue<string>(), one["query"]!.GetValue<string>(),
                [new("Host", one["host"]!.GetValue<string>())]);

            var ours = SignerFor(one, "execute-api").Presign(
                request, time, TimeSpan.FromSeconds(300),
                SigV4Signer.HashPayload(Encoding.UTF8.GetBytes(one["body"]!.GetValue<string>())));

            ours.Split('&')[^1].ShouldBe(theirs[^1], one.ToJsonString());
        }
    }

    private static SigV4Signer SignerFor(JsonObject one, string service) =>
        new(one.ContainsKey("token") ? Temporary : LongTerm, Region, service, new SigningKeyCache());

    private static List<JsonObject> Generate(string service, bool isPresigned)
    {
        // botocore signs a query as it stands in the URL, so that only canonical spellings can agree.
        var pairs = Gen.Zip(Word, Word).Select(pair => $"{pair.Item1}={pair.Item2}");
        var generator =
            from method in Gen.Elements("GET", "POST", "PUT", "DELETE", "PATCH")
            from segments in (service == "s3" ? KeySegment : Segment).ListOf()
            from query in isPresigned ? Gen.SubListOf("a=1", "b=x%20y", "c=~3") : pairs.ListOf()
            from body in Gen.Elements("", "{}", "héllo")
            from value in Gen.Elements("v", "a  b", "\"q  r\"", "x,y")
            from isTemporary in Gen.Elements(true, false)
            from host in Gen.Elements("localhost:4566", "abc.execute-api.eu-central-2.amazonaws.com", "127.0.0.1:8080")
            select Case(service, isPresigned, method, segments, query, body, value, isTemporary, host);
        return [.. generator.Sample(Cases)];
    }

    private static JsonObject Case(
        string service, bool isPresigned, string method, IEnumerable<string> segments, IEnumerable<string> query, string body,
        string value, bool isTemporary, string host)
    {
        // A path that begins with two slashes is another authority to Python's URL parser.
        var path = "/" + string.Join('/', segments).TrimStart('/');
        var one = new JsonObject
        {
            ["key"] = (isTemporary ? Temporary : LongTerm).AccessKeyId,
            ["secret"] = SigningVectors.Secret,
            ["service"] = service,
            ["region"] = Region,
            ["method"] = method,
            ["host"] = host,
            ["path"] = path,
            ["query"] = string.Join('&', query),
            ["body"] = isPresigned ? "" : body,
            ["presigned"] = isPresigned,
            ["headers"] = isPresigned ? [] : new JsonObject { ["X-Custom"] = value, ["Content-Type"] = "application/json" },
        };
        if (isTemporary)
        {
            one["token"] = Temporary.SessionToken;
        }

        return one;
    }
}
