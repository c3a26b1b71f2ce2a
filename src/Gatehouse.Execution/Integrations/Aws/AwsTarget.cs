using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>How one request names its action: in the query, in a header, or not at all.</summary>
/// <param name="QueryAction">For <c>Action=</c>.</param>
/// <param name="Header">For <c>X-Amz-Target</c>; added by the gateway.</param>
internal readonly record struct AwsTarget(string? QueryAction, string? Header)
{
    public const string HeaderName = "X-Amz-Target";

    public static AwsTarget Of(AwsSettings settings, BackendRequest mapped)
    {
        // A mapped target makes it a JSON call, whatever the service's protocol is otherwise.
        if (settings.Request.Action is not { } action || mapped.HasHeader(HeaderName))
        {
            return default;
        }

        return settings.Service.Protocol switch
        {
            AwsServiceProtocol.Query => new AwsTarget(action, Header: null),
            AwsServiceProtocol.JsonTarget => new AwsTarget(QueryAction: null, settings.Service.TargetPrefix + action),
            _ => default,
        };
    }
}
