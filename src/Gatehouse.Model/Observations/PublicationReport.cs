namespace Gatehouse.Model.Observations;

/// <summary>What publishing a stage came to.</summary>
/// <param name="ApiId">The API.</param>
/// <param name="StageName">The stage.</param>
/// <param name="DeploymentId">The deployment that was compiled.</param>
/// <param name="Error"><see langword="null"/> when the plan is in force; else why the former plan, if any, stays.</param>
public sealed record PublicationReport(string ApiId, string StageName, string DeploymentId, string? Error);

/// <summary>Hears of every publication, in order: <c>gatehouse run</c> prints them, the console shows them.</summary>
public interface IPublicationListener
{
    void OnPublished(PublicationReport report);
}
