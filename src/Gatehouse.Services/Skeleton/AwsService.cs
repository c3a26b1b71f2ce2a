using System.Collections.Frozen;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols;
using Gatehouse.Wire.Protocols.AwsJson;
using Gatehouse.Wire.Protocols.Query;
using Gatehouse.Wire.Protocols.RestJson;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// One AWS service as the skeleton serves it: its contract, how it speaks, and the operations that are built.
/// </summary>
internal sealed class AwsService
{
    private readonly OperationTable? _table;
    private readonly FrozenDictionary<string, int> _bodyLimits;

    /// <param name="contract">All operations of the service.</param>
    /// <param name="dialect">What the contract does not say.</param>
    /// <param name="operations">Those that are built, by AWS's names.</param>
    /// <param name="bodyLimits">Bytes, for operations whose bodies may be larger than others'.</param>
    public AwsService(
        ServiceContract contract,
        WireDialect dialect,
        IReadOnlyDictionary<string, IOperation> operations,
        IReadOnlyDictionary<string, int>? bodyLimits = null)
    {
        if (operations.Keys.FirstOrDefault(name => !contract.ByName.ContainsKey(name)) is { } unknown)
        {
            throw new ArgumentException($"{contract.Id} has no operation {unknown}.", nameof(operations));
        }

        Contract = contract;
        Operations = operations.ToFrozenDictionary(StringComparer.Ordinal);
        IsQuery = contract.Protocol == WireProtocol.AwsQuery;
        Codec = contract.Protocol switch
        {
            WireProtocol.AwsQuery => new QueryCodec(contract.XmlNamespace!),
            WireProtocol.AwsJson11 => new AwsJsonCodec(dialect, "1.1"),
            _ => new RestJsonCodec(dialect),
        };
        Constraints = new ConstraintCheck(dialect);
        _table = contract.Protocol == WireProtocol.RestJson1 ? OperationTable.Build(contract) : null;
        _bodyLimits = (bodyLimits ?? FrozenDictionary<string, int>.Empty).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public ServiceContract Contract { get; }

    public string Id => Contract.Id;

    /// <summary>Operations are named by a field of the form instead of by the path.</summary>
    public bool IsQuery { get; }

    /// <summary>The <c>X-Amz-Target</c> header names the operation.</summary>
    public bool IsTargeted => Contract.TargetPrefix is not null;

    /// <summary>Whether browsers of other origins may call the unsigned operations (security §6.2).</summary>
    public bool AllowsBrowsers { get; init; }

    /// <summary>Operations that nobody signs, because what they carry is the proof.</summary>
    public FrozenSet<string> UnsignedOperations { get; init; } = [];

    public IProtocolCodec Codec { get; }

    public ConstraintCheck Constraints { get; }

    public FrozenDictionary<string, IOperation> Operations { get; }

    /// <summary>Whether the path can be this service's, among services that share a signing name.</summary>
    public required Func<string, bool> OwnsPath { get; init; }

    /// <summary>What a path or method that means no operation is told.</summary>
    public required Func<ServiceFaultException> UnknownOperation { get; init; }

    /// <summary>
    /// The management API of API Gateway itself stands behind API Gateway and says so (<c>x-amz-apigw-id</c>).
    /// </summary>
    public bool StandsBehindApiGateway { get; init; }

    /// <summary>Another form that callers may ask for, made from the plain answer; most services have none.</summary>
    public Func<ControlRequest, OperationMatch, EncodedAnswer, EncodedAnswer>? Form { get; init; }

    /// <returns><see langword="null"/> also for a query service, whose operation only the body names.</returns>
    public OperationMatch? Match(ControlRequest request) => IsTargeted
        ? MatchTarget(request)
        : _table?.Match(request.Method, request.RawPath, request.RawQuery);

    private OperationMatch? MatchTarget(ControlRequest request) =>
        request.Method == "POST" && request.FindHeader("X-Amz-Target") is { } target
        && Contract.ByName.TryGetValue(AwsJsonCodec.OperationOf(target), out var operation)
            ? new OperationMatch(operation, FrozenDictionary<string, string>.Empty)
            : null;

    /// <summary>The operation that the form of a query service names.</summary>
    /// <exception cref="ServiceFaultException">There is none of that name.</exception>
    public OperationMatch MatchForm(ControlRequest request)
    {
        if (QueryCodec.ActionOf(request.RawQuery, request.Body) is not { } action)
        {
            throw new ServiceFaultException("MissingAction", 400, "The request must contain the parameter Action.");
        }

        return Contract.ByName.TryGetValue(action, out var operation)
            ? new OperationMatch(operation, FrozenDictionary<string, string>.Empty)
            : throw new ServiceFaultException(
                "InvalidAction", 400, $"Could not find operation {action} for version {Contract.ApiVersion}");
    }

    public int BodyLimit(string operation) => _bodyLimits.GetValueOrDefault(operation, SkeletonLimits.BodyBytes);
}
