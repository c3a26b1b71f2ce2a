using System.Collections.Immutable;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.VpcLinks;

/// <summary>What a VPC link may be (rest-control-plane §1.9, §2.16).</summary>
internal static class VpcLinkRules
{
    private const string Ready = "Your vpc link is ready for use";

    public static string CheckName(string? name) => string.IsNullOrEmpty(name)
        ? throw ApiGatewayFaults.BadRequest("Name cannot be empty")
        : name;

    public static void CheckTargets(ImmutableArray<string> targets)
    {
        if (targets.Length > 1)
        {
            throw ApiGatewayFaults.BadRequest("More than one target arn specified for vpc link.");
        }

        if (targets.Length == 0 || !Arn.TryParse(targets[0], out _))
        {
            throw ApiGatewayFaults.BadRequest(
                $"Invalid ARN. ARN is not well formed {(targets.Length == 0 ? "" : targets[0])}");
        }
    }

    /// <summary>
    /// Differs from AWS: a link is ready at once, where AWS takes minutes. One that AWS could not make ready fails here
    /// too: its target must be a network load balancer of the link's own account and region. The texts of failures are
    /// ours.
    /// </summary>
    public static (string Status, string Message) StatusOf(string target, DocumentScope scope)
    {
        _ = Arn.TryParse(target, out var arn);
        if (arn.Service != "elasticloadbalancing" || !arn.Resource.StartsWith("loadbalancer/net/", StringComparison.Ordinal))
        {
            return ("FAILED", $"The target {target} is not a network load balancer.");
        }

        return arn.Region == scope.Region && arn.Account == scope.Account
            ? (VpcLinkDocument.Available, Ready)
            : ("FAILED", $"The target {target} belongs to another account or region than the VPC link.");
    }
}
