using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>
/// Issue 5, "Bad input": every operation with every class of bad input that its contract offers, through the real
/// skeleton. Refused in AWS's words (rest-control-plane §1.7), and nothing is stored.
/// </summary>
public sealed class BadInputTests(BadInputTests.OneWorld shared) : IClassFixture<BadInputTests.OneWorld>
{
    /// <summary>What is said of an unknown label, where it is not NotFoundException (rest-control-plane §1.8).</summary>
    private static readonly Dictionary<string, (int Status, string Type)> UnknownLabels = new(StringComparer.Ordinal)
    {
        ["CreateRequestValidator restApiId"] = (400, "BadRequestException"),
        ["CreateAuthorizer restApiId"] = (409, "ConflictException"),
        ["PutMethod httpMethod"] = (400, "BadRequestException"),
        ["TagResource resourceArn"] = (400, "BadRequestException"),
        ["UntagResource resourceArn"] = (400, "BadRequestException"),
        ["GetTags resourceArn"] = (400, "BadRequestException"),
        ["GetExport exportType"] = (400, "BadRequestException"),
        ["GetSdk sdkType"] = (400, "BadRequestException"),
    };

    public static TheoryData<string> Operations => [.. ContractWorld.Built.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_missing_required_member_is_a_constraint_violation(string operation) =>
        RefuseAsync(operation, BadInput.Missing, (answer, _) =>
        {
            answer.ErrorType.ShouldBe("ValidationException");
            answer.Message.ShouldMatch("^1 validation error detected: Value null at '");
            answer.Message.ShouldEndWith("failed to satisfy constraint: Member must not be null");
        });

    [Theory]
    [MemberData(nameof(Operations))]
    public Task An_empty_required_text_is_refused(string operation) =>
        RefuseAsync(operation, BadInput.Empty, (answer, _) => answer.Status.ShouldBeOneOf(400, 404));

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_value_of_the_wrong_type_cannot_be_read(string operation) =>
        RefuseAsync(operation, BadInput.WrongType, (answer, _) => answer.ErrorType.ShouldBe("SerializationException"));

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_query_parameter_of_the_wrong_type_cannot_be_read(string operation) =>
        RefuseAsync(operation, BadInput.WrongQuery, (answer, _) => answer.ErrorType.ShouldBe("SerializationException"));

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_value_beside_its_enumeration_is_a_constraint_violation(string operation) =>
        RefuseAsync(operation, BadInput.BadEnum, (answer, _) =>
        {
            answer.ErrorType.ShouldBe("ValidationException");
            answer.Message.ShouldContain("Value '");
            answer.Message.ShouldContain("enum value set: [");
        });

    [Theory]
    [MemberData(nameof(Operations))]
    public Task An_endless_text_is_refused(string operation) =>
        // The body of a test may be as large as that of a call.
        RefuseAsync(operation, valid => BadInput.TooLong(valid).Where(one => one.What != "body"), (answer, _) =>
        {
            answer.Status.ShouldBeOneOf(400, 404);
            answer.Text.Length.ShouldBeLessThan(BadInput.LongText / 100, "the refusal repeats the whole value");
        });

    [Theory]
    [MemberData(nameof(Operations))]
    public Task An_unknown_identifier_is_told_as_such(string operation) =>
        RefuseAsync(operation, Unknown, (answer, what) =>
        {
            var (status, type) = UnknownLabels.GetValueOrDefault($"{operation} {what}", (404, "NotFoundException"));
            (answer.Status, answer.ErrorType).ShouldBe((status, type), answer.Text);
        });

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_body_that_is_no_JSON_object_cannot_be_read(string operation) =>
        RefuseAsync(
            operation,
            valid => valid.HasBody
                ? ((string[])["{", "[]", "\"x\"", "5", "{\"a\":}", "\u0000"]).Select(body => (body, valid with { RawBody = body }))
                : [],
            (answer, _) => answer.ErrorType.ShouldBe("SerializationException"));

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_patch_that_the_resource_does_not_offer_is_refused(string operation) =>
        RefuseAsync(
            operation,
            valid => valid.Operation.Input.Find("patchOperations") is null
                ? []
                : ((string[])
                [
                    """[{"op":"replace","path":"/no/such/path","value":"x"}]""",
                    """[{"op":"replace","path":"","value":"x"}]""",
                    """[{"op":"replace","value":"x"}]""",
                    """[{"op":"replace","path":"name","value":"x"}]""",
                    """[{"op":"add","path":"/~","value":"x"}]""",
                    """[{"op":"move","path":"/name","from":"/description"}]""",
                    """[{"op":"test","path":"/name","value":"x"}]""",
                    """[{"op":"remove","path":"/id"}]""",
                    """[{"path":"/name","value":"x"}]""",
                ]).Select(patch => (patch, valid.With("patchOperations", JsonNode.Parse(patch)))),
            (answer, _) => answer.Status.ShouldBe(400, answer.Text));

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_later_operation_that_is_refused_leaves_the_earlier_ones_undone(string operation) =>
        RefuseAsync(
            operation,
            valid =>
            {
                if (valid.Members["patchOperations"] is not JsonArray patches)
                {
                    return [];
                }

                var both = patches.DeepClone().AsArray();
                both.Add((JsonNode)new JsonObject { ["op"] = "replace", ["path"] = "/no/such/path", ["value"] = "x" });
                return [("the second of two", valid.With("patchOperations", both))];
            },
            (answer, _) => answer.Status.ShouldBe(400));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_position_that_no_page_gave_is_refused(string operation)
    {
        if (ContractWorld.Contract.ByName[operation].Input.Find("position") is null || operation is "GetGatewayResponses" or "GetTags")
        {
            return; // these two are not paged (§1.6)
        }

        await RefuseAsync(
            operation,
            valid => [("position", valid.With("position", "%%%"))],
            (answer, _) => answer.ErrorType.ShouldBe("BadRequestException"));
    }

    private static IEnumerable<(string What, ContractCall Call)> Unknown(ContractCall valid) =>
        from member in valid.Operation.Input.Members
        where member.RequestLocation == MemberLocation.Path && member.Target.Kind != ShapeKind.Enum
        where !Known(valid.Operation.Name, member.Name)
        select (member.Name, valid.With(member.Name, member.Name == "statusCode" ? "599" : "zzzzzz"));

    /// <summary>Labels that name what the call makes.</summary>
    private static bool Known(string operation, string label) =>
        operation is "PutMethodResponse" && label == "statusCode";

    private async Task RefuseAsync(
        string operation,
        Func<ContractCall, IEnumerable<(string What, ContractCall Call)>> cases,
        Action<Skeleton.Answer, string> check)
    {
        var world = shared.World;
        var revision = world.Plane.Store.Revision;
        foreach (var (what, call) in cases(world.Valid(operation)))
        {
            var answer = await call.SendAsync(world.Plane);
            var told = string.Create(CultureInfo.InvariantCulture, $"{operation} with {what[..Math.Min(what.Length, 200)]}: {answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 300)]}");
            answer.Status.ShouldBeInRange(400, 499, told);
            answer.ErrorType.ShouldNotBeNullOrEmpty(told);
            answer.Json["message"].ShouldNotBeNull(told);
            world.Plane.Store.Revision.ShouldBe(revision, told);
            Should.NotThrow(() => check(answer, what), told);
        }
    }

    public sealed class OneWorld : IAsyncLifetime
    {
        internal ContractWorld World { get; private set; } = null!;

        public async ValueTask InitializeAsync() => World = await ContractWorld.CreateAsync();

        public ValueTask DisposeAsync() => default;
    }
}
