using System.Collections.Immutable;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>How processes of one function version are started: code unpacked, interpreter found.</summary>
internal sealed record SandboxPlan
{
    public required FunctionDocument Document { get; init; }

    /// <summary>The function with the version that runs.</summary>
    public required FunctionName Function { get; init; }

    /// <summary>The folder that stands for <c>/var/task</c>.</summary>
    public required string TaskRoot { get; init; }

    /// <summary>The folder that stands for <c>/opt</c>, when the function carries layers.</summary>
    public string? OptRoot { get; init; }

    /// <value><c>on-demand</c> or <c>provisioned-concurrency</c>.</value>
    public string InitializationType { get; init; } = "on-demand";

    /// <summary>Program and arguments.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>For INIT_START and the log: <c>nodejs:20.20.2</c>.</summary>
    public required string RuntimeLabel { get; init; }

    /// <summary>What the function's log is to look like.</summary>
    public LogSettings Log { get; init; } = LogSettings.Text;

    public TimeSpan Timeout => TimeSpan.FromSeconds(Document.Timeout);
}

/// <summary>Why no process could be started or none became ready.</summary>
internal sealed record SandboxFailure
{
    public required SandboxFailureKind Kind { get; init; }

    /// <summary>The document that the runtime posted about its init.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    public string? ErrorType { get; init; }

    public int ExitStatus { get; init; }

    public TimeSpan Limit { get; init; }

    public string Reason { get; init; } = "";
}

internal enum SandboxFailureKind
{
    /// <summary>The host cannot run it: no interpreter, broken package. Trying again would not help.</summary>
    Host = 0,

    /// <summary>
    /// The package has nothing to start; <see cref="SandboxFailure.ErrorType"/> and the reason say what.
    /// </summary>
    Entrypoint = 1,

    /// <summary>The runtime posted an init error.</summary>
    InitError = 2,

    /// <summary>It ended before it asked for work.</summary>
    Exited = 3,

    /// <summary>It did not ask for work in time.</summary>
    TimedOut = 4,
}
