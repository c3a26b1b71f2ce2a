using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.Skeleton;
using Gatehouse.Wire.Contracts;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

/// <summary>
/// Bad input over the whole contract of <c>apigatewayv2</c> (http-api §1): whatever the caller sends, an operation that
/// is built answers with an error of its own envelope and changes nothing.
/// </summary>
public sealed class ContractTests
{
    private static readonly ServiceContract Contract = ServiceContracts.Find("apigatewayv2")!;

    public static TheoryData<string> Operations() =>
        [.. Contract.Operations
            .Select(static operation => operation.Name)
            .Where(static name => !name.Contains("Portal", StringComparison.Ordinal) && !name.Contains("Product", StringComparison.Ordinal))];

    [Fact]
    public void Every_operation_but_those_of_portals_is_built()
    {
        var service = new ControlPlaneHarness().Plane.Services.Single(one => one.Id == "apigatewayv2");

        service.Operations.Keys.Order(StringComparer.Ordinal)
            .ShouldBe(Operations().Select(static row => row.Data).Order(StringComparer.Ordinal));
        service.Operations.Count.ShouldBe(77);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_body_that_is_no_JSON_object_is_refused(string name)
    {
        var operation = Contract.ByName[name];
        if (!operation.Input.Members.Any(static member => member.RequestLocation == MemberLocation.Body))
        {
            return;
        }

        foreach (var body in new[] { "{", "[]", "1", "\"x\"", "nul", "{\"a\":}" })
        {
            await RefusedAsync(operation, body);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_member_of_another_type_is_refused(string name)
    {
        var operation = Contract.ByName[name];
        foreach (var member in operation.Input.Members.Where(static member => member.RequestLocation == MemberLocation.Body))
        {
            foreach (var wrong in Wrong(member.Target))
            {
                var body = new JsonObject { [member.WireName] = JsonNode.Parse(wrong) };
                await RefusedAsync(operation, body.ToJsonString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_required_member_that_is_missing_is_named(string name)
    {
        var operation = Contract.ByName[name];
        var required = operation.Input.Members
            .Where(static member => member.Required && member.RequestLocation is MemberLocation.Body or MemberLocation.Query)
            .Where(static member => member.Required)
            .ToList();
        if (required.Count == 0)
        {
            return;
        }

        var answer = await RefusedAsync(operation, "{}");

        answer.Message.ShouldStartWith($"Invalid request input. {name} input is missing ");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task What_is_not_there_is_a_404_with_its_kind(string name)
    {
        var operation = Contract.ByName[name];
        if (!operation.UriTemplate.Contains('{', StringComparison.Ordinal) || name.Contains("Tag", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var plane = new ControlPlaneHarness();
        var answer = await plane.CallAsync(operation.HttpMethod, Path(operation), operation.HttpMethod is "GET" or "DELETE" ? null : Filled(operation));

        (answer.Status, answer.ErrorType).ShouldBe((404, "NotFoundException"), answer.Text);
        answer.String("resourceType").ShouldNotBeEmpty();
        plane.Store.Count.ShouldBe(0);
    }

    private static async Task<Answer> RefusedAsync(OperationContract operation, string body)
    {
        var plane = new ControlPlaneHarness();
        var answer = await plane.CallAsync(operation.HttpMethod, Path(operation).Split('?')[0], body);

        answer.Status.ShouldBeInRange(400, 404, $"{operation.Name} {body}: {answer.Text}");
        answer.ErrorType.ShouldBeOneOf("BadRequestException", "SerializationException", "NotFoundException");
        answer.Message.ShouldNotBeNullOrEmpty();
        answer.Headers.ContainsKey("x-amzn-RequestId").ShouldBeTrue();
        plane.Store.Count.ShouldBe(0);
        return answer;
    }

    /// <summary>Every label filled with something that does not exist, every required query parameter with a word.</summary>
    private static string Path(OperationContract operation)
    {
        var path = string.Join('/', operation.UriTemplate.Split('/').Select(static segment => segment switch
        {
            "{Specification}" => "OAS30",
            "{DomainName}" => "no.example.com",
            ['{', ..] => "nosuch",
            _ => segment,
        }));
        var query = operation.Input.Members
            .Where(static member => member.Required && member.RequestLocation == MemberLocation.Query)
            .Select(static member => $"{member.LocationName}={(member.Target is ListShape ? "x" : "JSON")}");
        return $"{path}?{string.Join('&', query)}".TrimEnd('?');
    }

    /// <summary>The least that passes the contract.</summary>
    private static string Filled(OperationContract operation)
    {
        var body = new JsonObject();
        foreach (var member in operation.Input.Members.Where(
            static member => member.Required && member.RequestLocation == MemberLocation.Body))
        {
            body[member.WireName] = Value(member.Target);
        }

        return body.ToJsonString();
    }

    private static JsonNode? Value(Shape shape) => shape switch
    {
        EnumShape known => known.Values[0],
        ListShape list => new JsonArray(Value(list.Element)),
        StructureShape structure => new JsonObject(structure.Members
            .Where(static member => member.Required)
            .Select(static member => new KeyValuePair<string, JsonNode?>(member.WireName, Value(member.Target)))),
        MapShape => new JsonObject(),
        { Kind: ShapeKind.Integer or ShapeKind.Long or ShapeKind.Double } => 1,
        { Kind: ShapeKind.Boolean } => true,
        _ => "x",
    };

    private static IEnumerable<string> Wrong(Shape shape) => shape switch
    {
        ListShape => ["{}", "1", "\"x\"", "[[[]]]"],
        MapShape => ["[]", "1", "\"x\""],
        StructureShape => ["[]", "1", "\"x\""],
        { Kind: ShapeKind.Integer or ShapeKind.Long } => ["{}", "[]", "\"x\"", "1e99", "99999999999999999999"],
        { Kind: ShapeKind.Boolean } => ["{}", "[]", "\"x\"", "7"],
        { Kind: ShapeKind.Double } => ["{}", "[]", "\"x\""],
        _ => ["{}", "[]", "[1]"],
    };
}
