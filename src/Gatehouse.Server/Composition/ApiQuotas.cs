using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGatewayV2;

namespace Gatehouse.Server.Composition;

/// <summary>How many of each entity callers may create (rest-control-plane §9, http-api §6.7).</summary>
internal sealed record ApiQuotas
{
    public RestApiQuotas Rest { get; init; } = new();

    public ApiV2Quotas V2 { get; init; } = new();
}
