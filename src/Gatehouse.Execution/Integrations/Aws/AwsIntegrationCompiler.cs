using Gatehouse.Execution.Mapping;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>Makes an AWS integration's settings of its URI, its role and the operator's map.</summary>
internal sealed class AwsIntegrationCompiler(AwsServices services)
{
    /// <summary>Credentials of an integration that mean: sign again as the caller (sheet §5.3).</summary>
    public const string CallersOwn = "arn:aws:iam::*:user/*";

    /// <param name="uri">With its stage variables already put in, as all texts here.</param>
    /// <param name="credentials">A role's ARN.</param>
    /// <param name="mapping">Gives the placeholders their sources.</param>
    /// <param name="complete">Makes the settings of what was found.</param>
    /// <param name="error">Why there is no integration, when <see langword="null"/> is returned.</param>
    public AwsMapped? TryCompile(
        string uri, string? credentials, ParameterMapping mapping, Func<AwsFound, AwsSettings> complete,
        out string? error) =>
        TryFind(uri, credentials, mapping, out error) is { } found ? new AwsMapped(complete(found), services) : null;

    /// <summary>What URI, role and map decide, for every kind of API.</summary>
    public AwsFound? TryFind(string uri, string? credentials, ParameterMapping mapping, out string? error)
    {
        if (AwsUri.TryParse(uri) is not { } target)
        {
            error = "Invalid endpoint address";
            return null;
        }

        var service = AwsServiceFacts.Find(target.Service);
        if (AwsRequestPlan.TryCompile(target, service.IsS3, mapping) is not { } plan)
        {
            error = "Invalid endpoint address";
            return null;
        }

        if (AwsEndpoint.TryResolve(services.Map, service, target, out error) is not { } endpoint
            || TryFindCredentials(credentials, service, target, endpoint, out error) is not { } signing)
        {
            return null;
        }

        return new AwsFound(service, endpoint, plan, signing);
    }

    /// <summary>Who signs: the operator's credentials, or those of the role.</summary>
    public AwsCredentials? TryFindCredentials(
        string? credentials, AwsServiceFacts service, AwsUri uri, AwsEndpoint endpoint, out string? error)
    {
        error = null;
        if (string.IsNullOrEmpty(credentials))
        {
            // No other service than Lambda has a policy that would let API Gateway in as itself (sheet §5.3).
            error = "Role ARN must be specified for AWS integrations";
            return null;
        }

        if (credentials == CallersOwn)
        {
            return new AwsCredentials(Fixed: null, Role: null);
        }

        if (!services.Map.AssumesRoles(service.Name))
        {
            return new AwsCredentials(
                new SigningCredentials(
                    endpoint.Credentials.AccessKeyId, endpoint.Credentials.SecretAccessKey,
                    endpoint.Credentials.SessionToken),
                Role: null);
        }

        var sts = AwsEndpoint.TryResolve(
            services.Map, AwsServiceFacts.Find("sts"), uri with { Service = "sts", Subdomain = null }, out error);
        return sts is null ? null : new AwsCredentials(Fixed: null, new AssumedRole(credentials, sts));
    }
}

/// <summary>The parts of an integration that its URI, its role and the operator's map decide.</summary>
internal sealed record AwsFound(
    AwsServiceFacts Service, AwsEndpoint Endpoint, AwsRequestPlan Request, AwsCredentials Credentials);
