using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGatewayV2;

namespace Gatehouse.Services;

/// <summary>How many of each entity callers may create (rest-control-plane §9, http-api §6.7).</summary>
public sealed record ApiQuotas
{
    /// <summary>Of REST APIs.</summary>
    public RestApiQuotas Rest { get; init; } = new();

    /// <summary>Of HTTP and WebSocket APIs.</summary>
    public ApiV2Quotas V2 { get; init; } = new();
}
