using System.CommandLine;
using System.Globalization;
using Gatehouse.Identity.Secrets;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Secrets;
using Gatehouse.Server.Telemetry;

namespace Gatehouse.Server.Commands;

/// <summary><c>gatehouse keys</c>: the keys that seal what a data folder keeps secret. The server is stopped meanwhile.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command(
            "keys",
            "Show and change the keys that seal secrets in a data folder. Stop the server first.\n\nExamples:\n"
            + "  gatehouse keys show --data /var/lib/gatehouse\n"
            + "  gatehouse keys rotate\n"
            + "  gatehouse keys rewrap --new-master-key-file /etc/gatehouse/master.key");
        command.Subcommands.Add(CreateShow());
        command.Subcommands.Add(CreateRotate());
        command.Subcommands.Add(CreateRewrap());
        return command;
    }

    private static Command CreateShow()
    {
        var command = new Command("show", "List the data keys, and which master key wraps them.");
        var arguments = new KeysArguments(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Print(await arguments.OpenAsync(parsed, cancellationToken));
            return 0;
        });
        return command;
    }

    private static Command CreateRotate()
    {
        var command = new Command(
            "rotate",
            "Put a new data key in force and seal everything anew. It may be interrupted and run again. Sessions go on for "
            + "their 36 hours, unless --end-sessions.");
        var arguments = new KeysArguments(command);
        var endSessions = new Option<bool>("--end-sessions")
        {
            Description = "Forget the former keys at once: sessions and sign-ins that they sealed end.",
        };
        command.Options.Add(endSessions);
        command.SetAction((parsed, cancellationToken) =>
            RotateAsync(arguments, parsed, parsed.GetValue(endSessions), cancellationToken));
        return command;
    }

    private static Command CreateRewrap()
    {
        var command = new Command("rewrap", "Wrap the data keys under another master key. What they sealed stays as it is.");
        var arguments = new KeysArguments(command);
        var file = new Option<string?>("--new-master-key-file") { Description = "File of the new master key." };
        var shell = new Option<string?>("--new-master-key-command") { Description = "Command of the new master key." };
        command.Options.Add(file);
        command.Options.Add(shell);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = new MasterKeySource
            {
                File = parsed.GetValue(file) is { } path ? Path.GetFullPath(path) : null,
                Command = parsed.GetValue(shell),
                Value = MasterKeyArguments.Variable("GATEHOUSE_NEW_MASTER_KEY"),
            };
            if (new[] { source.File, source.Command, source.Value }.Count(static one => one is not null) != 1)
            {
                throw new OperatorException(
                    "Name the new master key by one of --new-master-key-file, --new-master-key-command and "
                    + "GATEHOUSE_NEW_MASTER_KEY.");
            }

            var ring = await arguments.OpenAsync(parsed, cancellationToken);
            var master = source.Open(arguments.Folder(parsed), mayCreate: false, TimeProvider.System);
            Print(await ring.RewrapAsync(master, cancellationToken));
            return 0;
        });
        return command;
    }

    private static async Task<int> RotateAsync(
        KeysArguments arguments, ParseResult parsed, bool endsSessions, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var options = new ServerOptions { DataDirectory = arguments.Folder(parsed) };
        var ring = await arguments.OpenAsync(parsed, cancellationToken);
        var loggers = new StandardErrorLoggerFactory(false, time);
        var master = arguments.Source(parsed).Open(options.DataDirectory, mayCreate: false, time);

        // Opened once before, so that no server runs and writes under the former key meanwhile.
        await using (await StoreOpening.OpenAsync(options, [], new DocumentSeal(ring.Identity), loggers, cancellationToken))
        {
            ring = await ring.RotateAsync(master, time, cancellationToken);
        }

        // Opening seals whole documents anew; members within open documents follow.
        await using (var store = await StoreOpening.OpenAsync(
            options, [], new DocumentSeal(ring.Identity), loggers, cancellationToken))
        {
            var (renewed, unopened) = await SealedMembers.RenewAsync(store, ring.Identity, cancellationToken);
            Terminal.Standard.Line($"{renewed} access keys sealed anew");
            if (unopened > 0)
            {
                Terminal.Error.Line(
                    $"gatehouse: {unopened} access keys open under no key at hand; they were refused before, too");
            }

            var now = time.GetUtcNow();
            ring = ring.Forget(endsSessions ? DateTimeOffset.MaxValue : now - SecretsLimits.Retirement);
        }

        Print(ring);
        return 0;
    }

    private static void Print(KeyRing ring)
    {
        foreach (var key in ring.Keys)
        {
            var state = key.Retired is { } retired
                ? string.Create(CultureInfo.InvariantCulture, $"replaced {retired:u}")
                : "in force";
            Terminal.Standard.Line(
                string.Create(CultureInfo.InvariantCulture, $"{key.Id}  made {key.Created:u}  {state}  wrapped by {key.Master}"));
        }
    }
}

/// <summary>What the verbs of <c>gatehouse keys</c> share.</summary>
internal sealed class KeysArguments
{
    private readonly Option<string?> _data = new("--data") { Description = "The data folder. Default: that of serve." };

    private readonly MasterKeyArguments _master;

    public KeysArguments(Command command)
    {
        command.Options.Add(_data);
        _master = new MasterKeyArguments(command);
    }

    public string Folder(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(_data) ?? DataFolder.Default());

    public MasterKeySource Source(ParseResult parsed) => _master.Read(parsed);

    /// <exception cref="OperatorException">There is no ring, or it does not open.</exception>
    public async Task<KeyRing> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = Folder(parsed);
        return File.Exists(Path.Combine(folder, KeyRing.FileName)) || File.Exists(Path.Combine(folder, KeyRing.FormerFileName))
            ? await KeyRing.OpenAsync(folder, Source(parsed), TimeProvider.System, cancellationToken)
            : throw new OperatorException($"There are no keys in {folder}: no server has kept anything there. Name it with --data.");
    }
}
