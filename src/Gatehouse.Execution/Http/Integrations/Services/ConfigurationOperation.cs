using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Aws;

namespace Gatehouse.Execution.Http.Integrations.Services;

/// <summary>AppConfig's GetConfiguration: a GET, whose answer is the configuration itself (http-api §9).</summary>
internal sealed class ConfigurationOperation : ServiceOperation
{
    private static readonly AwsServiceFacts AppConfig = new("appconfig", AwsServiceProtocol.Rest);

    public override AwsServiceFacts Service => AppConfig;

    public override ServiceRequest? TryBuild(ServiceParameters parameters, out string? wrong)
    {
        wrong = null;
        string[] parts = ["Application", "Environment", "Configuration"];
        foreach (var name in parts)
        {
            if (parameters.Text(name) is "" or "." or "..")
            {
                wrong = name; // it would name another resource
                return null;
            }
        }

        var query = "client_id=" + PercentEncoding.EncodeQuery(parameters.Text("ClientId"));
        if (parameters.Find("ClientConfigurationVersion") is { } version)
        {
            query += "&client_configuration_version=" + PercentEncoding.EncodeQuery(version);
        }

        return new ServiceRequest
        {
            Method = "GET",
            Path = $"/applications/{Segment("Application")}/environments/{Segment("Environment")}"
                + $"/configurations/{Segment("Configuration")}",
            Query = query,
        };

        string Segment(string name) => PercentEncoding.EncodeSegment(parameters.Text(name));
    }
}
