using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.GatewayResponses;

/// <summary>
/// What a gateway response may set (rest-control-plane §2.10): headers of the answer from the request, the context,
/// stage
/// variables or static text.
/// </summary>
internal static class GatewayResponseRules
{
    private static readonly string[] Targets =
        ["gatewayresponse.header.", "gatewayresponse.path.", "gatewayresponse.querystring."];

    private static readonly string[] Sources =
    [
        "method.request.header.", "method.request.querystring.", "method.request.path.",
        "method.request.multivalueheader.", "method.request.multivaluequerystring.", "context.", "stageVariables.",
    ];

    public static void Check(GatewayResponseDocument response)
    {
        foreach (var (target, source) in response.ResponseParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (!Targets.Any(prefix => Names(target, prefix)))
            {
                throw MappingExpressions.Invalid(target);
            }

            var isStatic = source.Length >= 2 && source.StartsWith('\'') && source.EndsWith('\'');
            if (!isStatic && !Sources.Any(prefix => Names(source, prefix)))
            {
                throw MappingExpressions.Invalid(source);
            }
        }

        TemplateRules.Check(response.ResponseTemplates?.Values ?? []);
    }

    private static bool Names(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal);
}
