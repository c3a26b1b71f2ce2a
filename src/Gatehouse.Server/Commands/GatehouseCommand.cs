using System.CommandLine;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Commands;

/// <summary>The command line: verbs of one executable, each in a file of its own.</summary>
internal static class GatehouseCommand
{
    /// <returns>0; 1 for the operator's mistake, said in one sentence; 2 for a fault of ours, with its trace.</returns>
    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = new RootCommand(
            "Gatehouse: Amazon API Gateway that anyone can run.\n\n"
            + "  gatehouse run samples/petstore      serve a folder and redeploy on change\n"
            + "  gatehouse serve --port 4566         serve what AWS clients create\n"
            + "  gatehouse logs --follow             read what requests and functions logged\n"
            + "  gatehouse keys rotate               change the keys that seal secrets\n"
            + "  gatehouse doctor                    check this machine");
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(LogsCommand.Create());
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());

        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // the verbs handle signals themselves: a stop drains requests first
            };
            return await root.Parse(args).InvokeAsync(configuration, CancellationToken.None);
        }
        catch (OperatorException exception)
        {
            Terminal.Error.Line($"gatehouse: {exception.Message}");
            return 1;
        }
        catch (Exception exception)
        {
            Terminal.Error.Line($"gatehouse: a fault of the server itself, please report it:{Environment.NewLine}{exception}");
            return 2;
        }
    }
}
