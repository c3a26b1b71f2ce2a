using System.CommandLine;
using Gatehouse.Server.Composition;
using Gatehouse.Services.Projects;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse run PATH</c>: serves a project from disk and redeploys it on change.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command(
            "run",
            "Serve an OpenAPI file, or a folder with openapi.yaml or template.yaml and functions/NAME/, and redeploy on change.\n\nExamples:\n"
            + "  gatehouse run samples/petstore\n"
            + "  gatehouse run api/openapi.yaml --port 8080");
        var path = new Argument<string>("path") { Description = "The OpenAPI file or template.yaml, or the folder that holds it." };
        var stage = new Option<string?>("--stage")
        {
            Description = "The stage that the API is deployed to. Default: dev, and $default for HTTP APIs.",
        };
        command.Arguments.Add(path);
        command.Options.Add(stage);
        var arguments = new ServerArguments(command, "Folder of what is kept. Default: a temporary one, removed at the end.");
        command.SetAction((parsed, _) => RunAsync(arguments, parsed, parsed.GetValue(path)!, parsed.GetValue(stage)));
        return command;
    }

    private static async Task<int> RunAsync(ServerArguments arguments, ParseResult parsed, string path, string? stage)
    {
        using var shutdown = new Shutdown();
        var folder = Find(path);
        var kept = arguments.DataFolder(parsed);
        var data = kept ?? Directory.CreateTempSubdirectory("gatehouse-").FullName;
        try
        {
            var options = arguments.Read(parsed, data);
            options = options with
            {
                ServicesFile = options.ServicesFile ?? Path.Combine(folder, ServicesFile.Name),
            };
            await using var server = await GatehouseServer.StartAsync(
                options, new ServerOutput(arguments.IsVerbose(parsed), ShowsRequests: true), shutdown.Token);
            Terminal.Standard.Line(Terminal.Standard.Dim($"Gatehouse {Planes.OwnPages.Version} is ready at {server.Url}"));
            var session = new ProjectSession(server, path, stage, Terminal.Standard);
            await session.RunAsync(shutdown.Token);
            return 0;
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }

    /// <summary>A wrong path is said before anything is started.</summary>
    /// <returns>The folder of the definition.</returns>
    private static string Find(string path)
    {
        try
        {
            return Path.GetDirectoryName(Path.GetFullPath(ProjectFolder.FindDefinition(path)))!;
        }
        catch (ProjectException exception)
        {
            throw new OperatorException(exception.Message);
        }
    }
}
