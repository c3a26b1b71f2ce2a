using Gatehouse.Model.Arns;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Methods;

namespace Gatehouse.Services.ApiGateway.Integrations;

/// <summary>What an integration may be (rest-control-plane §1.9, §2.6), checked after every put and patch.</summary>
internal static class IntegrationRules
{
    public const string Mock = "MOCK";
    public const string HttpProxy = "HTTP_PROXY";
    public const string AwsProxy = "AWS_PROXY";
    public const string Stream = "STREAM";

    public static bool IsHttp(string type) => type is "HTTP" or HttpProxy;

    public static void Check(
        MethodDocument method, IntegrationDocument integration, string account, RestApiQuotas quotas)
    {
        if (integration.Type != Mock && string.IsNullOrEmpty(integration.HttpMethod))
        {
            throw ApiGatewayFaults.BadRequest("Enumeration value for HttpMethod must be non-empty");
        }

        if (integration.Type != Mock)
        {
            // The text is the method's; what AWS says of an integration's is not known.
            MethodRules.CheckVerb(integration.HttpMethod!.ToUpperInvariant());
        }

        CheckUri(integration);
        CheckCredentials(integration.Credentials, account);
        CheckTimeout(integration, quotas);
        CheckTransferMode(integration);
        CheckWords(integration);
        MappingExpressions.CheckRequestMapping(method, integration.RequestParameters);
        TemplateRules.Check(integration.RequestTemplates?.Values ?? []);
    }

    /// <summary>Where none is given.</summary>
    public static int DefaultTimeout(string? transferMode) =>
        transferMode == Stream ? RestApiLimits.DefaultStreamTimeoutInMillis : RestApiLimits.MaxTimeoutInMillis;

    /// <summary>Also for a role of an authorizer.</summary>
    public static void CheckCredentials(string? credentials, string account)
    {
        if (string.IsNullOrEmpty(credentials))
        {
            return;
        }

        // arn:aws:iam::*:user/* passes the caller's own credentials on.
        if (!Arn.TryParse(credentials, out var arn))
        {
            throw ApiGatewayFaults.BadRequest("Invalid ARN specified in the request");
        }

        if (arn.Account != account && arn.Account != "*")
        {
            throw ApiGatewayFaults.CrossAccountRole();
        }
    }

    private static void CheckUri(IntegrationDocument integration)
    {
        if (IsHttp(integration.Type))
        {
            IntegrationUri.CheckHttp(integration.Uri);
            return;
        }

        if (integration.Type == Mock)
        {
            return;
        }

        var uri = IntegrationUri.Parse(integration.Uri);
        if (integration.Type == AwsProxy && !uri.InvokesFunction)
        {
            throw ApiGatewayFaults.BadRequest(
                "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream "
                + "invocations.");
        }

        if (!uri.IsLambda && string.IsNullOrEmpty(integration.Credentials))
        {
            throw ApiGatewayFaults.BadRequest("Role ARN must be specified for AWS integrations");
        }
    }

    private static void CheckTimeout(IntegrationDocument integration, RestApiQuotas quotas)
    {
        var max = integration.ResponseTransferMode == Stream
            ? RestApiLimits.MaxStreamTimeoutInMillis
            : quotas.TimeoutInMillis;
        if (integration.TimeoutInMillis < RestApiLimits.MinTimeoutInMillis || integration.TimeoutInMillis > max)
        {
            throw ApiGatewayFaults.BadRequest(
                $"Timeout should be between {RestApiLimits.MinTimeoutInMillis} ms and {max} ms");
        }
    }

    private static void CheckTransferMode(IntegrationDocument integration)
    {
        if (integration.ResponseTransferMode != Stream)
        {
            // A BUFFERED one may name the streaming address already: the mode may follow in the next patch. Deployed
            // so, it answers 500 (rest-execution §5.14).
            return;
        }

        if (integration.Type is not (HttpProxy or AwsProxy))
        {
            throw ApiGatewayFaults.BadRequest(
                "Response transfer mode STREAM is only supported for HTTP_PROXY and AWS_PROXY integrations");
        }

        if (integration.Type == AwsProxy && !IntegrationUri.Parse(integration.Uri).StreamsFunction)
        {
            throw ApiGatewayFaults.BadRequest(
                "Response transfer mode STREAM requires the URI of a Lambda function to be of the form "
                + "arn:aws:apigateway:{region}:lambda:path/2021-11-15/functions/{function}"
                + "/response-streaming-invocations");
        }
    }

    /// <summary>Words that the contract leaves as text; the refusals' texts are ours.</summary>
    private static void CheckWords(IntegrationDocument integration)
    {
        if (integration.PassthroughBehavior is not ("WHEN_NO_MATCH" or "WHEN_NO_TEMPLATES" or "NEVER"))
        {
            throw ApiGatewayFaults.BadRequest(
                $"Invalid passthrough behavior specified: {integration.PassthroughBehavior}. "
                + "Valid options are WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER");
        }

        if (integration.ConnectionType == "VPC_LINK" && string.IsNullOrEmpty(integration.ConnectionId))
        {
            throw ApiGatewayFaults.BadRequest("Connection ID must be specified for connection type VPC_LINK");
        }
    }
}
