namespace Gatehouse.Services.ApiGatewayV2.DomainNames;

/// <summary>One setting with two sets of names (http-api §3.8); the document holds version 1's.</summary>
internal static class RoutingModes
{
    public static string ToV2(string mode) => mode switch
    {
        "BASE_PATH_MAPPING_ONLY" => "API_MAPPING_ONLY",
        "ROUTING_RULE_THEN_BASE_PATH_MAPPING" => "ROUTING_RULE_THEN_API_MAPPING",
        _ => mode,
    };

    public static string ToV1(string mode) => mode switch
    {
        "API_MAPPING_ONLY" => "BASE_PATH_MAPPING_ONLY",
        "ROUTING_RULE_THEN_API_MAPPING" => "ROUTING_RULE_THEN_BASE_PATH_MAPPING",
        _ => mode,
    };
}
