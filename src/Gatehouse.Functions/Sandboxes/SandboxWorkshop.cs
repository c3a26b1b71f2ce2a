using System.Globalization;
using Gatehouse.Functions.Runtimes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>What every sandbox of a host is made with.</summary>
internal sealed class SandboxWorkshop
{
    public required FunctionHostOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    public required IIdSource Ids { get; init; }

    public required IFunctionLogSink Logs { get; init; }

    public required ILogger Logger { get; init; }

    public required SessionStarter Starter { get; init; }

    public required Warden Warden { get; init; }

    public required RuntimeClients Clients { get; init; }

    /// <summary>This run's folder for the sandboxes' temporary files.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>Where sandboxes get control groups; <see langword="null"/> where their memory is watched instead.</summary>
    public ControlGroups? Groups { get; init; }

    /// <returns><c>YYYY/MM/DD/[version]32hex</c> (deployment-and-tools §6.4).</returns>
    public string NewLogStream(string version)
    {
        Span<byte> random = stackalloc byte[16];
        Ids.Fill(random);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Time.GetUtcNow():yyyy\\/MM\\/dd}/[{version}]{Convert.ToHexStringLower(random)}");
    }
}
