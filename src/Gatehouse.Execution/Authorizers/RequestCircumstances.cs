using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.Authorizers;

/// <summary>
/// What the conditions of an authorizer's policy may ask of a request (security §2.6). Made only for a policy that
/// asks.
/// </summary>
internal sealed class RequestCircumstances(ClientRequest request, string region, DateTimeOffset now)
    : EndpointCircumstances(request.Http, request.Endpoint, region, now)
{
    private readonly ClientRequest _request = request;

    protected override string? SourceIp => _request.SourceIp;

    protected override string? UserAgent => _request.UserAgent;
}
