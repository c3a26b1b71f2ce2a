using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RoutingRules;

/// <summary>In the order in which they are tried. Its page size is a number of its own (http-api §1.3).</summary>
internal sealed class ListRoutingRules(ApiV2Store store) : IOperation
{
    private const int MaxSize = 100;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameV2Store.FindAsync(store, call, cancellationToken);
        var size = call.Input.FindInteger("MaxResults") ?? PageV2.DefaultSize;
        if (size is < 1 or > MaxSize)
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid maxResults parameter specified: {size}");
        }

        return PageV2.Of(
            await DomainNameV2Store.RulesAsync(store, call.Scope, domain.Id, cancellationToken),
            static rule => rule.Value.Priority.ToString("D7", System.Globalization.CultureInfo.InvariantCulture),
            static rule => RoutingRuleShape.Write(rule.Value),
            size,
            call.Input.FindString("NextToken"),
            "RoutingRules");
    }
}
