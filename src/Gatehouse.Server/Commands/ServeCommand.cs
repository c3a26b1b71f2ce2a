using System.CommandLine;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse serve</c>: everything is created by AWS clients and kept in the data folder.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command(
            "serve",
            "Serve what AWS clients create.\n\nExamples:\n"
            + "  gatehouse serve\n"
            + "  gatehouse serve --port 8080 --data /var/lib/gatehouse\n"
            + "  GATEHOUSE_ROOT_ACCESS_KEY_ID=... GATEHOUSE_ROOT_SECRET_ACCESS_KEY=... gatehouse serve --address 0.0.0.0 --tls-port 443");
        var arguments = new ServerArguments(command, "Folder of everything that is kept. Default: gatehouse in the user's data folder.");
        command.SetAction((parsed, _) => RunAsync(arguments, parsed));
        return command;
    }

    private static async Task<int> RunAsync(ServerArguments arguments, ParseResult parsed)
    {
        using var shutdown = new Shutdown();
        var options = arguments.Read(parsed, arguments.DataFolder(parsed) ?? DataFolder.Default());
        var terminal = Terminal.Standard;
        await using var server = await GatehouseServer.StartAsync(
            options, new ServerOutput(arguments.IsVerbose(parsed), ShowsRequests: false), shutdown.Token);
        terminal.Line($"Gatehouse {Planes.OwnPages.Version} is ready at {terminal.Bold(server.Url)}, data in {options.DataDirectory}");
        if (server.TlsUrl is { } tls)
        {
            terminal.Line($"TLS at {terminal.Bold(tls)} (HTTP/1.1 and HTTP/2)");
        }

        foreach (var (id, url) in server.EndpointUrls)
        {
            terminal.Line($"VPC endpoint {id} at {terminal.Bold(url)}");
        }

        if (options.IsLoopback)
        {
            terminal.Line(terminal.Dim(
                $"AWS clients: export AWS_ENDPOINT_URL={server.Url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1"));
        }

        await shutdown.WaitAsync();
        return 0;
    }

}
