using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Protocols;

namespace Gatehouse.Services.ApiGateway.Hal;

/// <summary>
/// The HAL form of an answer (rest-control-plane §1.10): made from the plain one, so that no operation knows of it.
/// </summary>
/// <remarks>
/// Differs from AWS: only for those who ask for <c>application/hal+json</c>. AWS also gives it to callers without an
/// <c>Accept</c> or with <c>*/*</c>, whom plain JSON serves better: every SDK names what it wants.
/// </remarks>
internal static class HalForm
{
    /// <summary>The type is unconfirmed.</summary>
    public const string MediaType = "application/hal+json";

    /// <summary>The answer as the caller asked for it; errors, raw bodies and empty ones stay as they are.</summary>
    public static EncodedAnswer Of(ControlRequest request, OperationMatch match, EncodedAnswer plain)
    {
        if (plain.Body.IsEmpty || match.Operation.Output.PayloadMember is not null || !Asks(request))
        {
            return plain;
        }

        var writer = new HalWriter(HalContext.Of(request, match));
        var answer = JsonNode.Parse(plain.Body.Span)!.AsObject();
        return plain with
        {
            ContentType = MediaType,
            Body = Encoding.UTF8.GetBytes(CompactJson.Write(writer.Write(match.Operation.Output, answer))),
        };
    }

    private static bool Asks(ControlRequest request) =>
        request.FindHeader("Accept")?.Contains(MediaType, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>Where in the path tree a resource stands: the ids that its own members do not say.</summary>
/// <param name="Path">The request's own path.</param>
/// <param name="Query">The request's query, for the link to the next page.</param>
/// <param name="Ids">The labels of the request's path, and the ids of the resources around.</param>
internal sealed record HalContext(string Path, string Query, IReadOnlyDictionary<string, string> Ids)
{
    public static HalContext Of(ControlRequest request, OperationMatch match) =>
        new(request.RawPath, request.RawQuery, match.Labels);

    public HalContext Within(string name, string id) =>
        this with { Ids = new Dictionary<string, string>(Ids) { [name] = id } };
}
