using Gatehouse.Model.ApisV2;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

/// <summary>AWS service integrations (http-api §9). The texts are unconfirmed; that each is refused is not.</summary>
internal static class SubtypeRules
{
    public static void Check(string name, IntegrationV2Document integration)
    {
        if (!IntegrationSubtypes.All.TryGetValue(name, out var subtype))
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid IntegrationSubtype specified: {name}");
        }

        if (integration.IntegrationUri is not null)
        {
            throw ApiGatewayV2Faults.BadRequest("IntegrationUri must not be specified with an IntegrationSubtype");
        }

        if (integration.CredentialsArn is null)
        {
            throw ApiGatewayV2Faults.BadRequest("CredentialsArn must be specified for integrations with an IntegrationSubtype");
        }

        var sent = integration.RequestParameters;
        foreach (var required in subtype.Required)
        {
            if (sent is null || !sent.TryGetValue(required, out var value) || value.Length == 0)
            {
                throw ApiGatewayV2Faults.BadRequest(
                    $"Missing required parameter {required} for IntegrationSubtype {name}");
            }
        }

        foreach (var (key, value) in sent ?? InputMembers.NoTexts)
        {
            if (!subtype.Required.Contains(key, StringComparer.Ordinal)
                && !subtype.Optional.Contains(key, StringComparer.Ordinal))
            {
                throw ApiGatewayV2Faults.BadRequest($"Invalid parameter {key} for IntegrationSubtype {name}");
            }

            ParameterMappingRules.CheckRequestValue(key, value);
        }
    }
}
