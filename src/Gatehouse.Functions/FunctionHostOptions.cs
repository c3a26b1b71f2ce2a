using Gatehouse.Model.Functions;

namespace Gatehouse.Functions;

/// <summary>What the operator settles about the embedded function host.</summary>
public sealed record FunctionHostOptions
{
    /// <summary>The server's data directory; the host keeps to its folder <c>functions</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Processes of all functions at once. When all are busy, calls wait shortly and are then throttled.
    /// </summary>
    /// <value>Default: ten per processor, at most AWS's account limit of 1,000.</value>
    public int MaxSandboxes { get; init; } =
        Math.Min(Model.Functions.FunctionLimits.AccountConcurrency, 10 * Environment.ProcessorCount);

    /// <summary>Calls of one function that may wait for a process while the host is at its limit.</summary>
    /// <value>Default 1,000. 0 throttles at once, as Lambda does.</value>
    /// <remarks>Differs from AWS: Lambda has no such queue; one machine has far fewer processes than Lambda, so a burst
    /// that
    /// Lambda would serve waits here for a moment. A function with reserved concurrency never queues.</remarks>
    public int QueueLength { get; init; } = 1_000;

    /// <value>Default 5 seconds.</value>
    public TimeSpan QueueLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The init phase's own limit; an init that fails is repeated once under the function's timeout.</summary>
    /// <value>Default 10 seconds. Source: deployment-and-tools §6.6.</value>
    public TimeSpan InitLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an idle process is kept warm.</summary>
    /// <value>Default 10 minutes. Source: deployment-and-tools §6.6 (5 to 15 minutes).</value>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where interpreters are looked for, and the functions' <c>PATH</c>.</summary>
    /// <value>Default: the server's own <c>PATH</c>.</value>
    public string SearchPath { get; init; } =
        Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";

    /// <summary>Where cgroup v2 is mounted; <see langword="null"/> makes no use of it.</summary>
    /// <value>Default <c>/sys/fs/cgroup</c>.</value>
    public string? ControlGroups { get; init; } = "/sys/fs/cgroup";

    /// <summary>
    /// Asked when a process starts; becomes <c>AWS_ENDPOINT_URL</c>, so that the SDK calls of functions stay here. A
    /// function's
    /// own environment may set another.
    /// </summary>
    public Func<string?>? EndpointUrl { get; init; }

    /// <summary>The way to queues, topics and event buses; without it only functions can be destinations.</summary>
    public IEventDestinations? Destinations { get; init; }

    /// <summary>Called for functions that this host does not have.</summary>
    public IFunctionsElsewhere? Elsewhere { get; init; }

    /// <summary>Gives functions the sessions of their roles.</summary>
    public IFunctionRoles? Roles { get; init; }

    /// <summary>
    /// Given to functions whose role <see cref="Roles"/> does not know; <see langword="null"/> gives none.
    /// </summary>
    public FunctionCredentials? Credentials { get; init; }
}

/// <summary>Credentials in a function's environment. Never logged.</summary>
public sealed record FunctionCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    public override string ToString() => AccessKeyId;
}
