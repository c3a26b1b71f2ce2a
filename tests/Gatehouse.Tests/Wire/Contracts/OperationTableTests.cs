using System.Text.RegularExpressions;
using Gatehouse.Wire.Contracts;
using Shouldly;

namespace Gatehouse.Tests.Wire.Contracts;

public sealed partial class OperationTableTests
{
    private static readonly OperationTable ApiGateway = OperationTable.Build(ApiGatewayContract.Contract);
    private static readonly OperationTable ApiGatewayV2 = OperationTable.Build(ApiGatewayV2Contract.Contract);
    private static readonly OperationTable Lambda = OperationTable.Build(LambdaContract.Contract);

    [Fact]
    public void Every_operation_of_every_service_is_found_by_its_own_template()
    {
        foreach (var contract in ServiceContracts.Ids.Select(ServiceContractTests.Contract).Where(RoutesByPath))
        {
            var table = OperationTable.Build(contract);
            foreach (var operation in contract.Operations)
            {
                var (path, query, labels) = Sample(operation);
                foreach (var sent in new[] { path, path + "/" })
                {
                    var match = table.Match(operation.HttpMethod, sent, query);

                    match.ShouldNotBeNull($"{contract.Id} {operation.Name} {sent}");
                    match.Operation.Name.ShouldBe(operation.Name);
                    match.Labels.ShouldBe(labels, ignoreOrder: true);
                }
            }
        }
    }

    [Fact]
    public void Every_label_of_a_template_fills_a_required_member_of_the_input()
    {
        foreach (var operation in ServiceContracts.Ids.Select(ServiceContractTests.Contract).Where(RoutesByPath)
            .SelectMany(static contract => contract.Operations))
        {
            var bound = operation.Input.Members
                .Where(member => member.Location is MemberLocation.Path or MemberLocation.PathGreedy);

            bound.ShouldAllBe(member => member.Required, operation.Name);
            bound.Select(member => member.LocationName)
                .ShouldBe(Sample(operation).Labels.Keys, ignoreOrder: true, operation.Name);
        }
    }

    [Fact]
    public void A_service_with_one_route_for_all_operations_has_no_table() =>
        Should.Throw<ArgumentException>(() => OperationTable.Build(ServiceContractTests.Contract("iam")))
            .Message.ShouldContain("does not route by path");

    private static bool RoutesByPath(ServiceContract contract) =>
        contract.Protocol is WireProtocol.RestJson1 or WireProtocol.RestXml;

    [Fact]
    public void A_constant_query_chooses_between_operations_of_one_path()
    {
        Name(ApiGateway.Match("POST", "/restapis")).ShouldBe("CreateRestApi");
        Name(ApiGateway.Match("POST", "/restapis", "mode=import")).ShouldBe("ImportRestApi");
        Name(ApiGateway.Match("POST", "/restapis", "?failonwarnings=true&mode=import")).ShouldBe("ImportRestApi");
        Name(ApiGateway.Match("POST", "/restapis", "mode=other")).ShouldBe("CreateRestApi");
        Name(ApiGateway.Match("POST", "/apikeys", "format=csv&mode=import")).ShouldBe("ImportApiKeys");
        Name(Lambda.Match("GET", "/2018-10-31/layers", "find=LayerVersion&Arn=a")).ShouldBe("GetLayerVersionByArn");
    }

    [Fact]
    public void An_encoded_slash_stays_inside_its_segment_and_arrives_decoded()
    {
        var match = ApiGateway.Match("GET", "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Fa1b2c3");

        Name(match).ShouldBe("GetTags");
        match!.Labels["resourceArn"].ShouldBe("arn:aws:apigateway:us-east-1::/restapis/a1b2c3");
        ApiGateway.Match("GET", "/restapis/a%2Fb")!.Labels["restApiId"].ShouldBe("a/b");
    }

    [Theory]
    [InlineData("/tags/arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod")]
    [InlineData("/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A/restapis/a1b2c3/stages%2Fprod")]
    public void The_raw_slashes_of_a_resource_to_tag_are_swallowed(string path)
    {
        foreach (var method in new[] { "GET", "PUT", "DELETE" })
        {
            ApiGateway.Match(method, path)!.Labels["resourceArn"]
                .ShouldBe("arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod");
        }

        ApiGatewayV2.Match("GET", "/v2" + path)!.Labels["ResourceArn"].ShouldEndWith("/stages/prod");
        Lambda.Match("POST", "/2017-03-31" + path)!.Labels["Resource"].ShouldEndWith("/stages/prod");
    }

    [Fact]
    public void Outside_of_tags_a_longer_path_is_no_match()
    {
        ApiGateway.Match("GET", "/restapis/a1b2c3/unknown").ShouldBeNull();
        ApiGateway.Match("GET", "/account/more").ShouldBeNull();
        Lambda.Match("GET", "/2015-03-31/functions/a/b/c").ShouldBeNull();
    }

    [Fact]
    public void A_literal_goes_before_a_label_unless_it_leads_nowhere()
    {
        Name(ApiGateway.Match("GET", "/domainnames/tags")).ShouldBe("GetDomainName");
        Name(ApiGateway.Match("GET", "/restapis/a/documentation/parts")).ShouldBe("GetDocumentationParts");
        Name(Lambda.Match("GET", "/2015-03-31/functions")).ShouldBe("ListFunctions");
        Name(Lambda.Match("GET", "/2015-03-31/functions/versions"))
            .ShouldBe("GetFunction", "a function may be named like a literal of another path");
    }

    [Fact]
    public void Labels_are_never_empty_and_methods_are_told_apart()
    {
        ApiGateway.Match("GET", "/restapis//resources").ShouldBeNull();
        ApiGateway.Match("PUT", "/account").ShouldBeNull();
        ApiGateway.Match("GET", "/").ShouldBeNull();
        ApiGateway.Match("GET", "").ShouldBeNull();
        Name(ApiGateway.Match("PATCH", "/account")).ShouldBe("UpdateAccount");
    }

    [Fact]
    public void A_literal_may_arrive_encoded()
    {
        var table = OperationTable.Build(ApiGatewayManagementApiContract.Contract);

        var match = table.Match("POST", "/%40connections/L0SM9cOFvHcCIhw%3D");

        Name(match).ShouldBe("PostToConnection");
        match!.Labels["ConnectionId"].ShouldBe("L0SM9cOFvHcCIhw=");
    }

    [Fact]
    public void The_method_integration_of_a_resource_is_found_with_all_its_labels()
    {
        var match = ApiGateway.Match("PUT", "/restapis/api/resources/res/methods/ANY/integration/responses/200");

        Name(match).ShouldBe("PutIntegrationResponse");
        match!.Labels.ShouldBe(new Dictionary<string, string>
        {
            ["restApiId"] = "api",
            ["resourceId"] = "res",
            ["httpMethod"] = "ANY",
            ["statusCode"] = "200",
        }, ignoreOrder: true);
    }

    private static string? Name(OperationMatch? match) => match?.Operation.Name;

    /// <summary>A request made from the template: each label gets a value that needs encoding.</summary>
    private static (string Path, string Query, Dictionary<string, string> Labels) Sample(OperationContract operation)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var target = Label().Replace(operation.UriTemplate, label =>
        {
            var name = label.Groups[1].Value;
            labels.Add(name, $"a {name}/ü+1");
            return Uri.EscapeDataString(labels[name]);
        });
        var parts = target.Split('?', 2);
        return (parts[0], parts.Length == 2 ? parts[1] : "", labels);
    }

    [GeneratedRegex(@"\{(\w+)\+?\}")]
    private static partial Regex Label();
}
