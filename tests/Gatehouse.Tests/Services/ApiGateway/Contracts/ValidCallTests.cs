using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>Issue 5: every operation of the contract is there, and answers with its status (rest-control-plane §1.4).</summary>
public sealed class ValidCallTests
{
    public static TheoryData<string> Operations => [.. ContractWorld.Built.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_valid_call_answers_with_the_status_of_the_contract(string operation)
    {
        var world = await ContractWorld.CreateAsync(operation);
        var call = world.Valid(operation);

        var answer = await call.SendAsync(world.Plane);

        answer.Status.ShouldBe(call.Operation.SuccessStatus, answer.Text);
        answer.Headers.ShouldContainKey("x-amzn-RequestId");
        answer.Headers.ShouldContainKey("x-amz-apigw-id");
        answer.ErrorType.ShouldBeNull();
    }

    [Fact]
    public void The_table_names_only_operations_of_the_contract() =>
        ValidCalls.Listed.Where(name => !ContractWorld.Contract.ByName.ContainsKey(name)).ShouldBeEmpty();
}
