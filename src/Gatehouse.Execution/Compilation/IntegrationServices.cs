using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Execution.Compilation;

/// <summary>What compiled integrations work with at run time.</summary>
internal sealed record IntegrationServices(
    IFunctionInvoker Functions,
    IFunctionAccess FunctionAccess,
    IIdSource Ids,
    UpstreamClient Upstream,
    TimeProvider Time)
{
    /// <summary>The operator's limits.</summary>
    public ExecutionSettings Settings { get; init; } = ExecutionSettings.Default;

    /// <summary>The mapping templates of all stages.</summary>
    public Mapping.TemplatePrograms Programs { get; init; } = new();

    /// <summary>The counters of stages and methods.</summary>
    public Records.MeterRegistry Meters { get; init; } = new();

    /// <summary>Asynchronous events under way.</summary>
    public FunctionEvents Events { get; init; } = new(NullLogger<FunctionEvents>.Instance);

    /// <summary>Keys in force, buckets and counters.</summary>
    public required Throttling.ThrottlingServices Throttling { get; init; }

    /// <summary>Functions and issuers that decide of callers; <see langword="null"/> lets nobody in.</summary>
    public Authorizers.AuthorizerServices? Authorizers { get; init; }

    /// <summary>Users, roles and signatures; <see langword="null"/> lets nobody in who signs.</summary>
    public Authorizers.Iam.IamServices? Iam { get; init; }

    /// <summary>Calls to AWS services; <see langword="null"/>: none is configured.</summary>
    public Integrations.Aws.AwsServices? Aws { get; init; }

    /// <summary>VPC links and client certificates; <see langword="null"/>: there are none.</summary>
    public Catalog.BackendAccess? Backends { get; init; }

    /// <summary>The response caches of stages; <see langword="null"/> caches nothing.</summary>
    public Caching.StageCaches? Caches { get; init; }
}
