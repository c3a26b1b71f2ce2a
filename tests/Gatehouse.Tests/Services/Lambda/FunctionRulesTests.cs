using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Wire.Faults;
using Shouldly;
using static Gatehouse.Tests.Services.Lambda.LambdaHarness;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>Functions and their code (deployment-and-tools §6.4, §6.5).</summary>
public sealed class FunctionRulesTests
{
    private readonly LambdaHarness _lambda = new();

    [Fact]
    public async Task The_location_of_the_code_serves_the_zip_for_ten_minutes()
    {
        var zip = Zip();
        await _lambda.CreateAsync(zip: zip);

        var code = (await _lambda.CallAsync("GET", $"{FunctionsPath}/hello")).Json["Code"]!;
        code["RepositoryType"]!.GetValue<string>().ShouldBe("S3");
        var location = code["Location"]!.GetValue<string>();
        location.ShouldStartWith("http://localhost:4566" + FunctionDownloads.Prefix);
        var token = location[(location.IndexOf(FunctionDownloads.Prefix, StringComparison.Ordinal) + FunctionDownloads.Prefix.Length)..];
        (await ReadAsync(token)).ShouldBe(Convert.FromBase64String(zip));

        _lambda.Clock.Now += TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1);
        (await ReadAsync(token)).ShouldNotBeNull();
        _lambda.Clock.Now += TimeSpan.FromSeconds(1);
        (await ReadAsync(token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_was_changed_anywhere_opens_nothing()
    {
        await _lambda.CreateAsync();
        var location = (await _lambda.CallAsync("GET", $"{FunctionsPath}/hello")).Json["Code"]!["Location"]!.GetValue<string>();
        var token = location[(location.IndexOf(FunctionDownloads.Prefix, StringComparison.Ordinal) + FunctionDownloads.Prefix.Length)..];

        for (var index = 0; index < token.Length; index++)
        {
            (await ReadAsync(token[..index] + (token[index] == '1' ? '2' : '1') + token[(index + 1)..])).ShouldBeNull();
            (await ReadAsync(token[..index])).ShouldBeNull();
        }

        var other = new FunctionDownloads(_lambda.Packages, new Gatehouse.Model.Documents.RandomIdSource(), _lambda.Clock);
        (await other.OpenAsync(token, CancellationToken.None)).ShouldBeNull(); // another process's key
    }

    [Fact]
    public async Task Settings_without_a_local_meaning_are_shown_as_they_were_given()
    {
        var created = await _lambda.CreateAsync(
            """
            ,"TracingConfig":{"Mode":"Active"},"EphemeralStorage":{"Size":1024},"VpcConfig":{"SubnetIds":["subnet-1"],"SecurityGroupIds":["sg-1"]},"Layers":[],"DeadLetterConfig":{"TargetArn":""}
            """);
        created.Status.ShouldBe(201, created.Text);

        var shown = JsonNode.Parse(await _lambda.ConfigurationAsync())!;
        shown["TracingConfig"]!["Mode"]!.GetValue<string>().ShouldBe("Active");
        shown["EphemeralStorage"]!["Size"]!.GetValue<int>().ShouldBe(1_024);
        shown["VpcConfig"]!["SubnetIds"]![0]!.GetValue<string>().ShouldBe("subnet-1");
        shown["SnapStart"]!["OptimizationStatus"]!.GetValue<string>().ShouldBe("Off");

        await _lambda.CallAsync("PUT", $"{FunctionsPath}/hello/configuration", """{"VpcConfig":{"SubnetIds":[],"SecurityGroupIds":[]}}""");
        shown = JsonNode.Parse(await _lambda.ConfigurationAsync())!;
        shown["VpcConfig"].ShouldBeNull();
        shown["TracingConfig"]!["Mode"]!.GetValue<string>().ShouldBe("Active"); // a partial update leaves the rest
    }

    [Theory] // what would change the function's work is refused, never dropped
    [InlineData("\"Layers\":[\"arn:aws:lambda:us-east-1:000000000000:layer:l:1\"]", "Layer version arn:aws:lambda:us-east-1:000000000000:layer:l:1 does not exist.")]
    [InlineData("\"DeadLetterConfig\":{\"TargetArn\":\"arn:aws:s3:::bucket\"}", "Value 'arn:aws:s3:::bucket' at 'deadLetterConfig.targetArn'")]
    [InlineData("\"FileSystemConfigs\":[{\"Arn\":\"a\",\"LocalMountPath\":\"/mnt/x\"}]", "FileSystemConfigs is not supported")]
    [InlineData("\"PackageType\":\"Image\"", "PackageType Image is not supported")]
    [InlineData("\"EphemeralStorage\":{\"Size\":511}", "Value '511' at 'ephemeralStorage.size'")]
    [InlineData("\"Environment\":{\"Variables\":{\"1x\":\"\"}}", "Map keys must satisfy constraint")]
    [InlineData("\"Timeout\":0", "Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("\"MemorySize\":10241", "Member must have value less than or equal to 10240")]
    [InlineData("\"Tags\":{\"\":\"x\"}", "The tag '' is not valid")]
    public async Task What_cannot_be_honoured_is_refused_and_nothing_is_stored(string member, string reason)
    {
        var refused = await _lambda.CreateAsync("," + member);

        refused.Status.ShouldBe(400, refused.Text);
        refused.Message.ShouldContain(reason);
        (_lambda.Store.Count, _lambda.Packages.Stored.Count).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("function:")]
    [InlineData("arn:aws:s3:::hello")]
    [InlineData("arn:aws:lambda:us-east-1:12:function:hello")]
    public async Task A_name_that_cannot_be_is_a_violated_constraint(string name)
    {
        var refused = await _lambda.CallAsync("GET", $"{FunctionsPath}/{Uri.EscapeDataString(name)}/configuration");

        refused.Status.ShouldBe(400);
        refused.Message.ShouldStartWith(
            $"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ");
    }

    [Fact]
    public async Task A_new_functions_name_has_sixty_four_characters_at_most() =>
        (await _lambda.CreateAsync(name: new string('f', 65))).Message.ShouldContain("Member must have length less than or equal to 64");

    [Fact]
    public async Task The_environment_is_replaced_as_a_whole_within_four_kilobytes()
    {
        await _lambda.CreateAsync(""","Environment":{"Variables":{"AB":"1","CD":"2"}}""");

        await _lambda.CallAsync("PUT", $"{FunctionsPath}/hello/configuration", """{"Environment":{"Variables":{"EF":"3"}}}""");
        JsonNode.Parse(await _lambda.ConfigurationAsync())!["Environment"]!["Variables"]!.ToJsonString().ShouldBe("""{"EF":"3"}""");

        var refused = await _lambda.CallAsync(
            "PUT", $"{FunctionsPath}/hello/configuration", $$$$"""{"Environment":{"Variables":{"GH":"{{{{new string('x', 4_096)}}}}"}}}""");
        (refused.Status, refused.ErrorType).ShouldBe((400, "InvalidParameterValueException"));
        refused.Message.ShouldContain("exceeded the 4KB limit. String measured: {\"GH\":\"xxx");
        JsonNode.Parse(await _lambda.ConfigurationAsync())!["Environment"]!["Variables"]!.ToJsonString().ShouldBe("""{"EF":"3"}""");

        await _lambda.CallAsync("PUT", $"{FunctionsPath}/hello/configuration", """{"Environment":{"Variables":{}}}""");
        JsonNode.Parse(await _lambda.ConfigurationAsync())!["Environment"].ShouldBeNull();
    }

    [Fact]
    public async Task A_dry_run_of_new_code_answers_as_if_and_stores_nothing()
    {
        await _lambda.CreateAsync();
        var before = await _lambda.ConfigurationAsync();
        var zip = Zip("exports.handler = async () => 2;");

        var answer = await _lambda.CallAsync("PUT", $"{FunctionsPath}/hello/code", $$"""{"ZipFile":"{{zip}}","DryRun":true}""");

        answer.Json["CodeSize"]!.GetValue<int>().ShouldBe(Convert.FromBase64String(zip).Length);
        (await _lambda.ConfigurationAsync()).ShouldBe(before);
        _lambda.Packages.Stored.Count.ShouldBe(1);
    }

    [Fact]
    public async Task New_code_has_a_new_hash_and_revision()
    {
        var before = (await _lambda.CreateAsync()).Json;

        var after = (await _lambda.CallAsync(
            "PUT", $"{FunctionsPath}/hello/code", $$"""{"ZipFile":"{{Zip("2")}}","Architectures":["arm64"]}""")).Json;

        after["CodeSha256"]!.GetValue<string>().ShouldNotBe(before["CodeSha256"]!.GetValue<string>());
        after["RevisionId"]!.GetValue<string>().ShouldNotBe(before["RevisionId"]!.GetValue<string>());
        after["Architectures"]![0]!.GetValue<string>().ShouldBe("arm64");
        (after["State"]!.GetValue<string>(), after["LastUpdateStatus"]!.GetValue<string>()).ShouldBe(("Active", "Successful"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"S3Bucket":"b","S3Key":"k"}""")]
    [InlineData("""{"ZipFile":"not base64!"}""")]
    [InlineData("""{"ZipFile":""}""")]
    public async Task Code_that_is_no_zip_in_the_request_is_refused(string body)
    {
        await _lambda.CreateAsync();

        (await _lambda.CallAsync("PUT", $"{FunctionsPath}/hello/code", body)).Status.ShouldBe(400);
    }

    [Fact] // sizes in a zip's directory are claims: 2^63 - 1 twice is more than a number holds
    public void No_mutation_of_a_zip_ends_in_anything_but_a_refusal()
    {
        var zip = Convert.FromBase64String(Zip());
        var mutated = from edits in Gen.ListOf(from at in Gen.Choose(0, zip.Length - 1) from value in Gen.Choose(0, 255) select (at, value))
                      from length in Gen.Choose(0, zip.Length)
                      select Apply(zip, edits)[..length];
        Prop.ForAll(mutated.ToArbitrary(), static bytes =>
        {
            try
            {
                CodeUpload.Try(Convert.ToBase64String(bytes));
                return true;
            }
            catch (ServiceFaultException fault)
            {
                return fault.Status == 400;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public async Task Tags_are_listed_added_and_removed()
    {
        await _lambda.CreateAsync(""","Tags":{"a":"1"}""");
        var path = "/2017-03-31/tags/" + Uri.EscapeDataString(Arn);

        (await _lambda.CallAsync("POST", path, """{"Tags":{"b":"2","c":"3"}}""")).Status.ShouldBe(204);
        (await _lambda.CallAsync("DELETE", path + "?tagKeys=a&tagKeys=c")).Status.ShouldBe(204);

        (await _lambda.CallAsync("GET", path)).Json["Tags"]!.ToJsonString().ShouldBe("""{"b":"2"}""");
        (await _lambda.CallAsync("GET", $"{FunctionsPath}/hello")).Json["Tags"]!.ToJsonString().ShouldBe("""{"b":"2"}""");
        var many = string.Join(',', Enumerable.Range(0, 50).Select(static index => $"\"k{index}\":\"\""));
        (await _lambda.CallAsync("POST", path, $$"""{"Tags": { {{many}} } }""")).Status.ShouldBe(400);
        (await _lambda.CallAsync("GET", "/2017-03-31/tags/hello")).Status.ShouldBe(400);
        (await _lambda.CallAsync("GET", path + "2")).Status.ShouldBe(404);
    }

    private static byte[] Apply(byte[] zip, IEnumerable<(int At, int Value)> edits)
    {
        var copy = zip.ToArray();
        foreach (var (at, value) in edits)
        {
            copy[at] = (byte)value;
        }

        return copy;
    }

    private async Task<byte[]?> ReadAsync(string token)
    {
        await using var stream = await _lambda.Downloads.OpenAsync(token, CancellationToken.None);
        return (stream as MemoryStream)?.ToArray();
    }
}
