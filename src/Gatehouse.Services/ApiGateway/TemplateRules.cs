namespace Gatehouse.Services.ApiGateway;

/// <summary>Mapping templates are stored as they come; only their size is checked (rest-control-plane §9).</summary>
internal static class TemplateRules
{
    public static void Check(IEnumerable<string?> templates)
    {
        if (templates.Any(template => template?.Length > ApiGatewayLimits.TemplateLength))
        {
            throw ApiGatewayFaults.BadRequest("Mapping template exceeds the maximum size of 300 KB");
        }
    }
}
