using System.CommandLine;
using System.Net.Sockets;
using Gatehouse.Functions.Runtimes;
using Gatehouse.Identity.Secrets;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Secrets;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse doctor</c>: what this machine lacks, and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Check the port, the store and the interpreters of functions.\n\nExamples:\n"
            + "  gatehouse doctor\n  gatehouse doctor --port 8080 --data /var/lib/gatehouse");
        var arguments = new ServerArguments(command, "Folder of everything that is kept. Default: that of serve.");
        command.SetAction((parsed, cancellationToken) => RunAsync(arguments, parsed, cancellationToken));
        return command;
    }

    /// <returns>0 when the server would start; an interpreter that is missing is a warning, since not everyone needs each.</returns>
    private static async Task<int> RunAsync(ServerArguments arguments, ParseResult parsed, CancellationToken cancellationToken)
    {
        var terminal = Terminal.Standard;
        var options = arguments.Read(parsed, arguments.DataFolder(parsed) ?? DataFolder.Default());
        var findings = new List<Finding> { CheckTrust(options), CheckPort(options), CheckCertificate(options) };
        findings.Add(await CheckStoreAsync(options, cancellationToken));
        findings.Add(CheckServices(options));
        findings.AddRange(await CheckRuntimesAsync(cancellationToken));
        findings.RemoveAll(static finding => finding.Text.Length == 0);

        var width = findings.Max(static finding => finding.Subject.Length);
        foreach (var finding in findings)
        {
            var mark = finding.Level switch
            {
                Level.Good => terminal.Green("ok     "),
                Level.Warning => terminal.Yellow("missing"),
                _ => terminal.Red("bad    "),
            };
            terminal.Line($"{mark} {finding.Subject.PadRight(width)}  {finding.Text}");
        }

        return findings.Exists(static finding => finding.Level == Level.Bad) ? 1 : 0;
    }

    private static Finding CheckTrust(ServerOptions options)
    {
        try
        {
            Trust.Check(options);
            return new Finding(
                Level.Good, "trust",
                options.IsIamEnforced ? "--enforce-iam: every call is verified and authorized"
                : options.IsLoopback ? "loopback only: any well-formed credentials are accepted"
                : options.HasRootCredentials ? "root credentials are set: every call is verified"
                : "--insecure: any credentials are accepted from anyone who reaches the port");
        }
        catch (OperatorException exception)
        {
            return new Finding(Level.Bad, "trust", exception.Message);
        }
    }

    private static Finding CheckPort(ServerOptions options)
    {
        try
        {
            using var listener = new TcpListener(options.Address, options.Port);
            listener.Start();
            return new Finding(Level.Good, "port", $"{options.Address}:{options.Port} is free");
        }
        catch (SocketException exception)
        {
            return new Finding(
                Level.Bad, "port", $"{options.Address}:{options.Port} cannot be bound ({exception.SocketErrorCode}); choose another with --port");
        }
    }

    private static Finding CheckCertificate(ServerOptions options)
    {
        if (options.TlsPort is null)
        {
            return new Finding(Level.Good, "tls", "");
        }

        try
        {
            using var certificate = Listeners.TlsCertificate.Load(options, TimeProvider.System);
            return new Finding(Level.Good, "tls", $"{certificate!.Subject}, valid until {certificate.NotAfter:yyyy-MM-dd}");
        }
        catch (OperatorException exception)
        {
            return new Finding(Level.Bad, "tls", exception.Message);
        }
    }

    private static async Task<Finding> CheckStoreAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await KeyRing.OpenAsync(options.DataDirectory, options.MasterKey, TimeProvider.System, cancellationToken);
            await using var store = await StoreOpening.OpenAsync(options, [], new DocumentSeal(keys.Identity), new Telemetry.StandardErrorLoggerFactory(false, TimeProvider.System), cancellationToken);
            return new Finding(Level.Good, "store", $"{options.DataDirectory} opens and is writable (SQLite {store.LibraryVersion})");
        }
        catch (OperatorException exception)
        {
            return new Finding(Level.Bad, "store", exception.Message);
        }
    }

    /// <summary>Where AWS integrations would lead: a service without credentials answers 500.</summary>
    private static Finding CheckServices(ServerOptions options)
    {
        try
        {
            var map = ServicesFile.Load(options, Environment.GetEnvironmentVariable);
            var entries = map.Services.Select(static entry => $"{entry.Key} at {entry.Value.Endpoint?.ToString() ?? "Amazon"}").ToList();
            var targets = map.Targets.Count == 0 ? "" : $"; {map.Targets.Count} VPC link targets";
            return entries.Count > 0
                ? new Finding(Level.Good, "services", string.Join(", ", entries.Order(StringComparer.Ordinal)) + targets)
                : map.DefaultCredentials is not null
                    ? new Finding(Level.Good, "services", $"Amazon's own, with AWS_ACCESS_KEY_ID{targets}")
                    : new Finding(
                        Level.Warning, "services",
                        $"AWS integrations other than Lambda answer 500: say in {map.Source} (or --services FILE) where services are{targets}");
        }
        catch (OperatorException exception)
        {
            return new Finding(Level.Bad, "services", exception.Message);
        }
    }

    private static async Task<IEnumerable<Finding>> CheckRuntimesAsync(CancellationToken cancellationToken)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var inventory = new RuntimeInventory(path, TimeProvider.System);
        var found = await inventory.ListAsync(cancellationToken);
        return found.Select(static runtime => runtime switch
        {
            { Problem: { } problem } => new Finding(Level.Warning, runtime.Family + "*", problem),
            { Path: null } => new Finding(Level.Good, runtime.Family + "*", "an executable named bootstrap in the package"),
            _ => new Finding(Level.Good, runtime.Family + "*", $"{runtime.Path} ({runtime.Version})"),
        });
    }

    private enum Level
    {
        Good,
        Warning,
        Bad,
    }

    private sealed record Finding(Level Level, string Subject, string Text);
}
