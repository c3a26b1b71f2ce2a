using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>
/// Issue 5, "the sheet's table as its test data": what a path offers changes what it says, what it does not offer is
/// refused, in the words of the resource's family (rest-control-plane §1.11), and changes nothing.
/// </summary>
public sealed class PatchMatrixTests
{
    private static readonly string[] Ops = ["add", "replace", "remove", "copy", "move", "test"];

    public static TheoryData<string, string> Rows => [.. PatchMatrix.Rows.Select(row => (row.Operation, row.Path))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_a_path_offers_shows_and_the_rest_is_refused(string operation, string path)
    {
        var row = PatchMatrix.Rows.Single(row => row.Operation == operation && row.Path == path);
        var world = await ContractWorld.CreateAsync(row.Value == "<certificate>" ? "ClientCertificate" : operation);
        var call = Prepared(world, row);
        foreach (var patch in row.Before.Split(" + ", StringSplitOptions.RemoveEmptyEntries).Chunk(8))
        {
            var before = await Patched(call, [.. patch.Select(one => Operation(world, one.Split(' ', 3)))]).SendAsync(world.Plane);
            before.Status.ShouldBeInRange(200, 201, $"before {path}: {before.Text}");
        }

        foreach (var op in Ops.Where(op => !row.Offers(op)))
        {
            var revision = world.Plane.Store.Revision;
            var refused = await Patched(call, Operation(world, [op, row.Path, row.Value])).SendAsync(world.Plane);
            refused.Status.ShouldBe(400, $"{op} {path}: {refused.Text}");
            refused.ErrorType.ShouldBe("BadRequestException");
            refused.Message.ShouldNotBeNullOrEmpty();
            world.Plane.Store.Revision.ShouldBe(revision, $"{op} {path} was refused and changed something");
        }

        foreach (var op in Ops.Where(row.Offers))
        {
            var answer = await Patched(call, Operation(world, [op, row.Path, row.Value])).SendAsync(world.Plane);
            answer.Status.ShouldBe(call.Operation.SuccessStatus, $"{op} {path}: {answer.Text}");
            ShowsOrNot(answer, world.Fill(row.Shown), op);
            if (row is { Operation: "UpdateBasePathMapping", Shown: "basePath=\"n\"" })
            {
                return; // it stands elsewhere now
            }
        }
    }

    [Fact]
    public void Every_update_has_its_rows() =>
        ContractWorld.Contract.Operations
            .Where(operation => operation.Input.Find("patchOperations") is not null)
            .Select(operation => operation.Name)
            .Except(PatchMatrix.Rows.Select(row => row.Operation))
            .ShouldBeEmpty();

    private static void ShowsOrNot(Answer answer, string shown, string op)
    {
        if (shown.Length == 0)
        {
            return;
        }

        var equals = shown.IndexOf('=', StringComparison.Ordinal);
        var found = Find(answer.Json, shown[..equals]);
        if (shown[(equals + 1)..] == "*")
        {
            found.ShouldNotBeNull(answer.Text);
        }
        else if (op == "remove")
        {
            found?.ToJsonString().ShouldNotBe(shown[(equals + 1)..], answer.Text);
        }
        else
        {
            found?.ToJsonString().ShouldBe(JsonNode.Parse(shown[(equals + 1)..])!.ToJsonString(), answer.Text);
        }
    }

    /// <summary>Keys may hold dots: the longest that is there counts.</summary>
    private static JsonNode? Find(JsonNode? node, string path)
    {
        if (path.Length == 0 || node is not JsonObject members)
        {
            return path.Length == 0 ? node : null;
        }

        foreach (var (name, value) in members.OrderByDescending(member => member.Key.Length))
        {
            if (path == name || path.StartsWith(name + ".", StringComparison.Ordinal))
            {
                return Find(value, path[Math.Min(path.Length, name.Length + 1)..]);
            }
        }

        return null;
    }

    private static ContractCall Prepared(ContractWorld world, PatchRow row)
    {
        var call = world.Valid(row.Operation);
        foreach (var (name, value) in JsonNode.Parse("{" + world.Fill(row.Members) + "}")!.AsObject())
        {
            call = call.With(name, value!.DeepClone());
        }

        return call;
    }

    private static ContractCall Patched(ContractCall call, params JsonNode[] operations) =>
        call.With("patchOperations", new JsonArray(operations));

    private static JsonObject Operation(ContractWorld world, string[] words)
    {
        var operation = new JsonObject { ["op"] = words[0], ["path"] = world.Fill(words[1]) };
        if (words.Length > 2 && words[2].Length > 0)
        {
            operation["value"] = world.Fill(words[2]);
        }

        if (words[0] is "copy" or "move")
        {
            operation["from"] = "/somewhere";
        }

        return operation;
    }
}
