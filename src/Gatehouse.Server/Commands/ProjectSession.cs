using Gatehouse.Server.Composition;
using Gatehouse.Services.Projects;

namespace Gatehouse.Server.Commands;

/// <summary>One <c>gatehouse run</c>: deploy, show, watch, redeploy; a mistake keeps what worked.</summary>
internal sealed class ProjectSession(GatehouseServer server, string path, string? stage, Terminal terminal)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var definition = ProjectFolder.FindDefinition(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(definition))!;
        // Watching begins before the first deployment, so that no change falls between the two.
        using var watcher = new ProjectWatcher(folder, server.Time);
        if (await DeployAsync(isFirst: true, cancellationToken) is { } first)
        {
            ShowRoutes(first);
        }

        terminal.Line(terminal.Dim($"watching {folder} for changes; Ctrl+C stops"));
        try
        {
            while (true)
            {
                await watcher.WaitAsync(cancellationToken);
                await DeployAsync(isFirst: false, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private async Task<ProjectDeployment?> DeployAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var started = server.Time.GetTimestamp();
        try
        {
            var project = ProjectFolder.Load(path);
            var deployment = await server.Projects.DeployAsync(project, stage, server.Url, cancellationToken);
            if (deployment.PublicationError is { } refused)
            {
                terminal.Line($"{terminal.Red("not published")} {project.DefinitionFile}: {refused}; what worked before stays in force");
                return null;
            }

            foreach (var warning in deployment.Warnings)
            {
                terminal.Line($"{terminal.Yellow("warning")} {warning}");
            }

            if (!isFirst && !deployment.Changes.IsEmpty)
            {
                var elapsed = server.Time.GetElapsedTime(started).TotalMilliseconds;
                terminal.Line($"{terminal.Green("redeployed")} in {elapsed:F0} ms: {string.Join(", ", deployment.Changes)}");
            }

            return deployment;
        }
        catch (ProjectException exception)
        {
            foreach (var problem in exception.Problems)
            {
                terminal.Line($"{terminal.Red("error")} {problem}");
            }

            terminal.Line(isFirst ? "nothing is deployed yet; save a correction" : "what worked before stays in force");
            return null;
        }
    }

    private void ShowRoutes(ProjectDeployment deployment)
    {
        terminal.Line($"{terminal.Bold(deployment.Name)} is served at {terminal.Bold(deployment.StageUrl)}");
        terminal.Line();
        var width = deployment.Routes.Select(static route => route.Path.Length).DefaultIfEmpty(0).Max();
        foreach (var route in deployment.Routes)
        {
            terminal.Line($"{terminal.Green(route.HttpMethod.PadRight(7))} {route.Path.PadRight(width)}  {terminal.Dim(route.Backend)}");
            terminal.Line($"        {route.Curl}");
        }

        terminal.Line();
    }
}
