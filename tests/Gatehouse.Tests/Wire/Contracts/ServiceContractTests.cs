using Gatehouse.Wire.Contracts;
using Shouldly;

namespace Gatehouse.Tests.Wire.Contracts;

public sealed class ServiceContractTests
{
    [Theory]
    [InlineData("apigateway", 124)]
    [InlineData("apigatewayv2", 103)]
    [InlineData("apigatewaymanagementapi", 3)]
    public void A_gateway_service_has_every_operation_that_AWS_publishes(string id, int operations)
    {
        var contract = Contract(id);

        contract.Operations.Length.ShouldBe(operations);
        contract.ByName.Count.ShouldBe(operations);
    }

    [Fact]
    public void Lambda_has_more_than_sixty_operations() =>
        LambdaContract.Contract.Operations.Length.ShouldBeGreaterThan(60);

    [Fact]
    public void A_service_says_how_it_is_addressed_and_signed()
    {
        var (v1, v2) = (ApiGatewayContract.Contract, ApiGatewayV2Contract.Contract);

        (v1.Id, v1.SigningName, v1.EndpointPrefix, v1.ApiVersion)
            .ShouldBe(("apigateway", "apigateway", "apigateway", "2015-07-09"));
        (v2.Id, v2.SigningName, v2.ApiVersion).ShouldBe(("apigatewayv2", "apigateway", "2018-11-29"));
        Contract("apigatewaymanagementapi").SigningName.ShouldBe("execute-api");
        Contract("apigatewaymanagementapi").EndpointPrefix.ShouldBe("execute-api");
        Contract("lambda").Protocol.ShouldBe(WireProtocol.RestJson1);
        v1.TargetPrefix.ShouldBeNull();
    }

    [Fact]
    public void A_contract_is_loaded_once_and_an_unknown_id_has_none()
    {
        ServiceContracts.Find("lambda").ShouldBeSameAs(LambdaContract.Contract);
        ServiceContracts.Find("nothing").ShouldBeNull();
        ServiceContracts.Ids.ShouldAllBe(id => Contract(id).Id == id);
    }

    [Fact]
    public void Operations_carry_method_template_and_success_status()
    {
        var import = ApiGatewayContract.Contract.ByName["ImportRestApi"];

        (import.HttpMethod, import.UriTemplate, import.SuccessStatus).ShouldBe(("POST", "/restapis?mode=import", 201));
        import.Input.PayloadMember.ShouldNotBeNull().Name.ShouldBe("body");
        import.Output.Name.ShouldBe("RestApi");
        ApiGatewayContract.Contract.ByName["DeleteRestApi"].Output.Members.ShouldBeEmpty();
    }

    [Fact]
    public void Operations_declare_their_errors_with_status_and_fault()
    {
        var create = ApiGatewayContract.Contract.ByName["CreateRestApi"];

        create.Errors.Select(error => error.Name).ShouldBe(
        [
            "BadRequestException", "ConflictException", "LimitExceededException", "TooManyRequestsException",
            "UnauthorizedException",
        ]);
        ApiGatewayContract.Contract.ErrorsByName["NotFoundException"].HttpStatus.ShouldBe(404);
        ApiGatewayContract.Contract.ErrorsByName["ServiceUnavailableException"].IsClientFault.ShouldBeFalse();
        var throttled = ApiGatewayContract.Contract.ErrorsByName["TooManyRequestsException"];
        var retry = throttled.Shape.Find("retryAfterSeconds").ShouldNotBeNull();
        retry.Location.ShouldBe(MemberLocation.Header);
        retry.LocationName.ShouldBe("Retry-After");
    }

    [Fact]
    public void Every_error_has_a_status_that_fits_its_fault()
    {
        foreach (var error in ServiceContracts.Ids.SelectMany(id => Contract(id).ErrorsByName.Values))
        {
            var lowest = error.IsClientFault ? 400 : 500;
            error.HttpStatus.ShouldBeInRange(lowest, lowest + 99, error.Name);
        }
    }

    internal static ServiceContract Contract(string id) => ServiceContracts.Find(id).ShouldNotBeNull();
}
