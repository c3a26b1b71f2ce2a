using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGateway.Resources;

/// <summary>The tree that is changed resource by resource is the tree of all of them, on every node.</summary>
public sealed class ResourceTreeTests
{
    [Fact]
    public void Changed_one_by_one_it_equals_the_tree_that_is_read_at_once()
    {
        // What each number does: put a resource below an earlier one under one of few names, move, or take away.
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            steps =>
            {
                var all = new Dictionary<string, ResourceDocument> { ["root"] = new() { Id = "root" } };
                var tree = new ResourceTree("root", all.Values.Select(Read));
                for (var step = 0; step < steps.Length; step++)
                {
                    var id = $"r{steps[step] % 16}";
                    if (steps[step] > 200)
                    {
                        all.Remove(id);
                        tree = tree.Without(id);
                    }
                    else
                    {
                        var parent = steps[step] % 3 == 0 ? "root" : $"r{steps[step] % 16 / 2}x";
                        var name = steps[step] % 7 == 0 ? $"{{v{id}}}" : $"part-{id}-{steps[step] % 5}";
                        all[id] = new ResourceDocument { Id = id, ParentId = parent, PathPart = name };
                        tree = tree.With(Read(all[id]));
                    }
                }

                var whole = new ResourceTree("root", all.Values.Select(Read));
                tree.All.Select(one => one.Value).ShouldBe(whole.All.Select(one => one.Value));
                foreach (var parent in all.Values.Select(one => one.ParentId).OfType<string>().Append("root").Distinct())
                {
                    tree.ChildrenOf(parent).Select(one => one.Value.Id).Order(StringComparer.Ordinal)
                        .ShouldBe(all.Values.Where(one => one.ParentId == parent).Select(one => one.Id).Order(StringComparer.Ordinal));
                }

                foreach (var one in all.Values.Where(one => one.ParentId is not null))
                {
                    tree.FindChild(one.ParentId!, one.PathPart!).ShouldBe(one.Id);
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_follows_an_id_is_found_also_when_the_id_itself_is_gone()
    {
        var tree = new ResourceTree("a", new[] { "a", "c", "e" }.Select(static id => new Versioned<ResourceDocument>(id, new ResourceDocument { Id = id }, 1)));

        tree.After(null).Select(one => one.Id).ShouldBe(["a", "c", "e"]);
        tree.After("c").Select(one => one.Id).ShouldBe(["e"]);
        tree.After("b").Select(one => one.Id).ShouldBe(["c", "e"]);
        tree.After("z").ShouldBeEmpty();
    }

    /// <summary>rest-control-plane §1.6, issue 5: "pagination that survives concurrent change".</summary>
    [Fact]
    public async Task Pages_neither_repeat_nor_lose_what_was_there_all_along_while_others_come_and_go()
    {
        var plane = new ControlPlaneHarness();
        var (api, root) = await plane.CreateApiAsync();
        var stay = new HashSet<string> { root };
        var go = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            var id = await plane.CreateResourceAsync(api, root, $"r{i}");
            if (i % 2 == 0)
            {
                stay.Add(id);
            }
            else
            {
                go.Add(id);
            }
        }

        var seen = new List<string>();
        var position = "";
        for (var page = 0; ; page++)
        {
            var answer = (await plane.CallAsync("GET", $"/restapis/{api}/resources?limit=5{position}")).Json;
            seen.AddRange(answer["item"]!.AsArray().Select(one => one!["id"]!.ToString()));
            if (answer["position"] is not { } next)
            {
                break;
            }

            position = "&position=" + Uri.EscapeDataString(next.ToString());
            await plane.CreateResourceAsync(api, root, $"new{page}");
            if (go.Count > 0)
            {
                (await plane.CallAsync("DELETE", $"/restapis/{api}/resources/{go[0]}")).Status.ShouldBe(202);
                go.RemoveAt(0);
            }
        }

        seen.ShouldBeUnique();
        stay.Except(seen).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_nodes_over_one_store_see_each_others_resources_at_once()
    {
        var one = new ControlPlaneHarness();
        var other = new ControlPlaneHarness(store: one.Store);
        var (api, root) = await one.CreateApiAsync();
        for (var i = 0; i < 5; i++)
        {
            await one.CreateResourceAsync(api, root, $"a{i}");
            await other.CreateResourceAsync(api, root, $"b{i}");
            (await one.CallAsync("POST", $"/restapis/{api}/resources/{root}", $$"""{"pathPart":"b{{i}}"}""")).Status.ShouldBe(409);
            (await other.CallAsync("POST", $"/restapis/{api}/resources/{root}", $$"""{"pathPart":"a{{i}}"}""")).Status.ShouldBe(409);
        }

        (await one.CallAsync("GET", $"/restapis/{api}/resources")).Json["item"]!.AsArray().Count.ShouldBe(11);
        (await other.CallAsync("GET", $"/restapis/{api}/resources")).Json["item"]!.AsArray().Count.ShouldBe(11);
    }

    [Fact]
    public void The_trees_that_were_used_last_are_kept_and_an_older_one_never_replaces_a_newer()
    {
        var scope = new DocumentScope("000000000000", "us-east-1");
        var trees = new ResourceTrees();
        var large = new ResourceTree("a", Enumerable.Range(0, 30_000).Select(i => Read(new ResourceDocument { Id = $"{i:D5}" })));
        trees.Keep(scope, "first", 5, large);
        trees.Keep(scope, "first", 4, new ResourceTree("a", []));
        trees.Find(scope, "first", 5).ShouldBeSameAs(large);
        trees.Find(scope, "first", 6).ShouldBeNull();

        trees.Keep(scope, "second", 7, large); // together more than fifty thousand
        trees.Find(scope, "first", 5).ShouldBeNull();
        trees.Find(scope, "second", 7).ShouldBeSameAs(large);
    }

    private static Versioned<ResourceDocument> Read(ResourceDocument resource) => new("api/" + resource.Id, resource, 1);
}
