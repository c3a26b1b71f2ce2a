using System.Runtime.CompilerServices;
using System.Text;
using Shouldly;

namespace Gatehouse.Tests.Services.Skeleton;

/// <summary>What is built and what is missing stands in a text file, so that a change of it is seen in review.</summary>
public sealed class ImplementedOperationsTests
{
    [Fact]
    public void The_operations_are_those_of_the_approved_list()
    {
        var actual = new StringBuilder();
        foreach (var service in new Iam.IdentityHarness().Control.Plane.Services)
        {
            var all = service.Contract.Operations;
            actual.Append($"# {service.Id}: {service.Operations.Count} of {all.Length}\n");
            foreach (var operation in all)
            {
                var state = service.Operations.ContainsKey(operation.Name) ? "implemented" : "missing";
                actual.Append($"{service.Id} {operation.Name} {state}\n");
            }
        }

        var path = Path.Combine(Path.GetDirectoryName(ThisFile())!, "Operations.approved.txt");
        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (actual.ToString() != approved && Environment.GetEnvironmentVariable("GATEHOUSE_APPROVE") == "1")
        {
            File.WriteAllText(path, actual.ToString());
            return;
        }

        actual.ToString().ShouldBe(approved, "Run the tests once with GATEHOUSE_APPROVE=1 and review the difference.");
    }

    [Theory]
    [InlineData("apigateway", 124)]
    [InlineData("apigatewayv2", 103)]
    [InlineData("apigatewaymanagementapi", 3)]
    public void A_service_has_all_operations_of_AWS(string id, int count)
    {
        new ControlPlaneHarness().Plane.Services.Single(service => service.Id == id)
            .Contract.Operations.Length.ShouldBe(count);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
