using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Services.SdkGeneration.Languages;
using Shouldly;

namespace Gatehouse.Tests.Services.SdkGeneration;

/// <summary>Which files an SDK has stands in a text file, so that a change of it is seen in review.</summary>
public sealed class GeneratedFileTests
{
    [Fact]
    public void The_files_of_every_type_are_those_of_the_approved_list()
    {
        var actual = new StringBuilder();
        var api = SdkSample.Describe(SdkSample.Calculator());
        foreach (var language in SdkLanguages.All)
        {
            actual.Append($"# {language.Id}\n");
            foreach (var path in SdkSample.Generate(language, api).Keys)
            {
                actual.Append(path).Append('\n');
            }
        }

        var approvedFile = Path.Combine(Path.GetDirectoryName(ThisFile())!, "SdkFiles.approved.txt");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";
        if (actual.ToString() != approved && Environment.GetEnvironmentVariable("GATEHOUSE_APPROVE") == "1")
        {
            File.WriteAllText(approvedFile, actual.ToString());
            return;
        }

        actual.ToString().ShouldBe(approved, "Run the tests once with GATEHOUSE_APPROVE=1 and review the difference.");
    }

    [Fact]
    public void The_JavaScript_archive_has_the_entries_of_AWS() => // rest-control-plane §5.3
        SdkSample.Generate(SdkLanguages.Find("javascript")!, SdkSample.Describe(SdkSample.Calculator())).Keys.ShouldBe(
        [
            "apiGateway-js-sdk/README.md",
            "apiGateway-js-sdk/apigClient.js",
            "apiGateway-js-sdk/lib/apiGatewayCore/apiGatewayClient.js",
            "apiGateway-js-sdk/lib/apiGatewayCore/sigV4Client.js",
            "apiGateway-js-sdk/lib/apiGatewayCore/simpleHttpClient.js",
            "apiGateway-js-sdk/lib/apiGatewayCore/utils.js",
            "apiGateway-js-sdk/lib/axios/dist/axios.standalone.js",
            "apiGateway-js-sdk/lib/CryptoJS/rollups/hmac-sha256.js",
            "apiGateway-js-sdk/lib/CryptoJS/rollups/sha256.js",
            "apiGateway-js-sdk/lib/CryptoJS/components/hmac.js",
            "apiGateway-js-sdk/lib/CryptoJS/components/enc-base64.js",
            "apiGateway-js-sdk/lib/url-template/url-template.js",
        ], ignoreOrder: true);

    [Fact]
    public void The_README_names_the_scripts_in_the_order_in_which_AWS_loads_them() // rest-control-plane §5.3
    {
        var readme = SdkSample.Generate(SdkLanguages.Find("javascript")!, SdkSample.Describe(SdkSample.Calculator()))["apiGateway-js-sdk/README.md"];
        string[] order =
        [
            "axios.standalone", "rollups/hmac-sha256", "rollups/sha256", "components/hmac", "components/enc-base64",
            "url-template", "sigV4Client", "apiGatewayClient", "simpleHttpClient", "utils", "apigClient",
        ];

        var places = order.Select(name => readme.IndexOf(name + ".js\"></script>", StringComparison.Ordinal)).ToList();

        places.ShouldAllBe(static place => place > 0);
        places.ShouldBeInOrder();
    }

    [Theory]
    [InlineData("java", "public GetABOpResult getABOp(GetABOpRequest request)")] // rest-control-plane §5.4
    [InlineData("java", "public GetApiRootResult getApiRoot(GetApiRootRequest request)")]
    [InlineData("java", "public PostApiRootRequest input(Input value)")]
    [InlineData("java", "public void shutdown()")]
    [InlineData("android", "Result aBOpGet(")]
    [InlineData("objectivec", "@interface SIMPLE_CALCSimpleCalcClient : AWSAPIGatewayClient")]
    [InlineData("objectivec", "+ (instancetype)defaultClient;")]
    [InlineData("objectivec", "@interface SIMPLE_CALCResult : AWSModel")]
    [InlineData("swift", "public class SIMPLE_CALCSimpleCalcClient: AWSAPIGatewayClient")]
    [InlineData("ruby", "OPERATION_NAMES = [:get_api_root, :post_api_root,")]
    [InlineData("ruby", "module SimpleCalc")]
    public void The_names_are_those_that_AWS_gives_the_guides_calculator(string type, string text) =>
        SdkSample.Generate(SdkLanguages.Find(type)!, SdkSample.Describe(SdkSample.Calculator()))
            .Values.ShouldContain(file => file.Contains(text, StringComparison.Ordinal));

    [Fact]
    public void Gradle_takes_the_place_of_Maven_when_it_is_asked_for() // rest-control-plane §5.1
    {
        var parameters = SdkSample.Parameters;
        parameters["java.build-system"] = "gradle";

        var files = SdkSample.Generate(SdkLanguages.Find("java")!, SdkSample.Describe(SdkSample.Calculator()), null, parameters);

        files.Keys.ShouldContain("generated-code/build.gradle");
        files.Keys.ShouldNotContain("generated-code/pom.xml");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
