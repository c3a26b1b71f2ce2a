using System.CommandLine;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Secrets;

namespace Gatehouse.Server.Commands;

/// <summary>The options that say where the master key is.</summary>
internal sealed class MasterKeyArguments
{
    private readonly Option<string?> _file = new("--master-key-file")
    {
        Description = "File with the master key: 32 bytes in Base64, readable by its owner only. Default: master.key in the data "
            + "folder, made at the first start. Or set GATEHOUSE_MASTER_KEY.",
    };

    private readonly Option<string?> _command = new("--master-key-command")
    {
        Description = "Command that wraps and unwraps keys in a KMS: run with 'wrap' or 'unwrap', it reads one line and writes one.",
    };

    public MasterKeyArguments(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_command);
    }

    /// <exception cref="OperatorException">More than one is named.</exception>
    public MasterKeySource Read(ParseResult parsed)
    {
        var source = new MasterKeySource
        {
            File = parsed.GetValue(_file) is { } path ? Path.GetFullPath(path) : null,
            Command = parsed.GetValue(_command),
            Value = Variable("GATEHOUSE_MASTER_KEY"),
        };
        return new[] { source.File, source.Command, source.Value }.Count(static one => one is not null) <= 1
            ? source
            : throw new OperatorException(
                "Name the master key once: by --master-key-file, --master-key-command or GATEHOUSE_MASTER_KEY.");
    }

    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
