using Gatehouse.Execution.Integrations.Aws;

namespace Gatehouse.Execution.Http.Integrations.Services;

/// <summary>
/// What one service call looks like on the wire (http-api §9): of resolved parameters to a request. One class for each way
/// of speaking.
/// </summary>
internal abstract class ServiceOperation
{
    /// <summary>The service's name in the operator's map, its host and its signature.</summary>
    public abstract AwsServiceFacts Service { get; }

    /// <returns>
    /// The request, or <see langword="null"/> with the name of the parameter that is not of the shape it must have.
    /// </returns>
    public abstract ServiceRequest? TryBuild(ServiceParameters parameters, out string? wrong);
}

/// <summary>A request to a service, before its Host, its trace and its signature.</summary>
internal sealed record ServiceRequest
{
    public string Method { get; init; } = "POST";

    /// <summary>Encoded; goes behind the path of the operator's endpoint.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Encoded, without question mark.</summary>
    public string Query { get; init; } = string.Empty;

    public string? ContentType { get; init; }

    /// <summary><c>X-Amz-Target</c>.</summary>
    public string? Target { get; init; }

    /// <summary><see langword="null"/> sends none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }
}

/// <summary>The parameters of one call by name, resolved; those without a value are absent.</summary>
internal sealed class ServiceParameters(Dictionary<string, ReadOnlyMemory<byte>> values)
{
    public bool Has(string name) => values.ContainsKey(name);

    public ReadOnlyMemory<byte> Bytes(string name) => values[name];

    public string Text(string name) => System.Text.Encoding.UTF8.GetString(values[name].Span);

    /// <summary><see langword="null"/> when it is absent.</summary>
    public string? Find(string name) => Has(name) ? Text(name) : null;
}
