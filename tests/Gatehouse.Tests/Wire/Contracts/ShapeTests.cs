using Gatehouse.Wire.Contracts;
using Shouldly;

namespace Gatehouse.Tests.Wire.Contracts;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("apigateway", "CreateRestApi", "name")]
    [InlineData("apigateway", "CreateResource", "restApiId,parentId,pathPart")]
    [InlineData("apigateway", "PutIntegration", "restApiId,resourceId,httpMethod,type")]
    [InlineData("apigatewayv2", "CreateApi", "Name,ProtocolType")]
    [InlineData("apigatewayv2", "CreateAuthorizer", "ApiId,AuthorizerType,IdentitySource,Name")]
    [InlineData("lambda", "CreateFunction", "FunctionName,Role,Code")]
    public void Exactly_the_required_members_of_an_input_are_required(string id, string operation, string required)
    {
        var members = Input(id, operation).Members;

        members.Where(member => member.Required).Select(member => member.Name).ShouldBe(required.Split(','));
    }

    [Theory]
    [InlineData("apigateway", "PutIntegration", "type", "HTTP,AWS,MOCK,HTTP_PROXY,AWS_PROXY")]
    [InlineData("apigateway", "CreateApiKey", "stageKeys", null)]
    [InlineData("apigatewayv2", "CreateApi", "ProtocolType", "WEBSOCKET,HTTP")]
    [InlineData("lambda", "Invoke", "InvocationType", "Event,RequestResponse,DryRun")]
    public void A_member_with_a_known_set_of_values_is_an_enum(
        string id, string operation, string member, string? values)
    {
        var target = Input(id, operation).Find(member).ShouldNotBeNull().Target;

        (target as EnumShape)?.Values.ShouldBe(values?.Split(','), ignoreOrder: true);
        target.Kind.ShouldBe(values is null ? ShapeKind.List : ShapeKind.Enum);
    }

    [Fact]
    public void An_enum_inside_a_list_is_known_and_case_matters()
    {
        var types = Structure("apigateway", "EndpointConfiguration").Find("types").ShouldNotBeNull().Target;

        var element = types.ShouldBeOfType<ListShape>().Element.ShouldBeOfType<EnumShape>();
        element.Allows("REGIONAL").ShouldBeTrue();
        element.Allows("regional").ShouldBeFalse();
    }

    [Theory]
    [InlineData("apigateway", "CanarySettings", "percentTraffic", ShapeKind.Double)]
    [InlineData("apigateway", "ThrottleSettings", "burstLimit", ShapeKind.Integer)]
    [InlineData("apigateway", "MethodSetting", "throttlingRateLimit", ShapeKind.Double)]
    [InlineData("apigateway", "CanarySettings", "useStageCache", ShapeKind.Boolean)]
    [InlineData("lambda", "FunctionConfiguration", "CodeSize", ShapeKind.Long)]
    [InlineData("lambda", "FunctionCode", "ZipFile", ShapeKind.Blob)]
    public void A_member_has_its_kind_down_to_the_width_of_numbers(
        string id, string shape, string member, ShapeKind kind) =>
        Structure(id, shape).Find(member).ShouldNotBeNull().Target.Kind.ShouldBe(kind);

    [Fact]
    public void Timestamps_say_how_they_are_written()
    {
        var v1 = Structure("apigateway", "RestApi").Find("createdDate").ShouldNotBeNull().Target;
        var v2 = Structure("apigatewayv2", "Api").Find("CreatedDate").ShouldNotBeNull().Target;

        v1.ShouldBeOfType<SimpleShape>().TimestampFormat.ShouldBe(TimestampFormat.ProtocolDefault);
        v2.ShouldBeOfType<SimpleShape>().TimestampFormat.ShouldBe(TimestampFormat.DateTime);
    }

    [Fact]
    public void A_member_is_found_by_its_name_and_by_its_wire_name()
    {
        var apis = Structure("apigateway", "RestApis");
        var integration = Input("apigateway", "PutIntegration");

        apis.Find("items").ShouldNotBeNull().WireName.ShouldBe("item");
        apis.FindByWireName("items").ShouldBeNull();
        integration.FindByWireName("httpMethod").ShouldNotBeNull().Name.ShouldBe("integrationHttpMethod");
        integration.Find("httpMethod").ShouldNotBeNull().Location.ShouldBe(MemberLocation.Path);
    }

    [Fact]
    public void A_query_binding_means_nothing_in_an_answer()
    {
        var position = Structure("apigateway", "RestApis").Find("position").ShouldNotBeNull();

        position.Location.ShouldBe(MemberLocation.Query);
        position.ResponseLocation.ShouldBe(MemberLocation.Body);
    }

    [Fact]
    public void Invoke_binds_headers_payload_query_and_status()
    {
        var invoke = LambdaContract.Contract.ByName["Invoke"];

        var type = invoke.Input.Find("InvocationType").ShouldNotBeNull();
        (type.Location, type.LocationName).ShouldBe((MemberLocation.Header, "X-Amz-Invocation-Type"));
        invoke.Input.Find("Qualifier").ShouldNotBeNull().Location.ShouldBe(MemberLocation.Query);
        invoke.Input.PayloadMember.ShouldNotBeNull().Sensitive.ShouldBeTrue();
        invoke.Output.Find("StatusCode").ShouldNotBeNull().ResponseLocation.ShouldBe(MemberLocation.StatusCode);
        LambdaContract.Contract.ByName["InvokeWithResponseStream"].Output.Find("EventStream")
            .ShouldNotBeNull().Target.IsStreaming.ShouldBeTrue();
    }

    [Fact]
    public void Secrets_are_marked()
    {
        var variables = Structure("lambda", "Environment").Find("Variables").ShouldNotBeNull();

        variables.Sensitive.ShouldBeTrue();
        variables.Target.ShouldBeOfType<MapShape>().Value.IsSensitive.ShouldBeTrue();
    }

    [Fact]
    public void Shapes_of_all_services_are_whole_and_name_no_member_twice()
    {
        var contracts = ServiceContracts.Ids.Select(ServiceContractTests.Contract);
        foreach (var shape in contracts.SelectMany(contract => contract.ShapesByName.Values))
        {
            if (shape is StructureShape structure)
            {
                structure.Members.Select(member => member.Name).ShouldBeUnique(shape.Name);
                structure.Members.Select(member => member.WireName).ShouldBeUnique(shape.Name);
                structure.Members.ShouldAllBe(member => member.Target != null);
            }
        }
    }

    private static StructureShape Input(string id, string operation) =>
        ServiceContractTests.Contract(id).ByName[operation].Input;

    private static StructureShape Structure(string id, string name) =>
        ServiceContractTests.Contract(id).ShapesByName[name].ShouldBeOfType<StructureShape>();
}
