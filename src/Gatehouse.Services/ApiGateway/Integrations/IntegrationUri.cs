using Gatehouse.Model.Arns;

namespace Gatehouse.Services.ApiGateway.Integrations;

/// <summary>
/// Where an AWS integration leads: <c>arn:aws:apigateway:{region}:{service}:{path|action}/{...}</c>
/// (rest-control-plane §2.6).
/// </summary>
internal readonly record struct IntegrationUri(string Service, string Target)
{
    public bool IsLambda => Service == "lambda";

    public bool InvokesFunction =>
        IsLambda
        && (Target.StartsWith("path/2015-03-31/functions/", StringComparison.Ordinal)
            || NamesStreaming);

    /// <summary>The address of InvokeWithResponseStream.</summary>
    public bool NamesStreaming =>
        IsLambda && Target.StartsWith("path/2021-11-15/functions/", StringComparison.Ordinal);

    /// <summary>What STREAM asks of a function's address; a stage variable at its end decides at deployment.</summary>
    public bool StreamsFunction =>
        NamesStreaming
        && (Target.EndsWith("/response-streaming-invocations", StringComparison.Ordinal)
            || Target.EndsWith('}'));

    /// <exception cref="Wire.Faults.ServiceFaultException">BadRequestException with AWS's text.</exception>
    public static IntegrationUri Parse(string? uri)
    {
        if (!Arn.TryParse(uri, out var arn))
        {
            throw ApiGatewayFaults.BadRequest("Invalid ARN specified in the request");
        }

        // The service stands where other ARNs have the account: it may carry a subdomain, as in "bucket.s3".
        if (!arn.Resource.StartsWith("path", StringComparison.Ordinal)
            && !arn.Resource.StartsWith("action", StringComparison.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest("AWS ARN for integration must contain path or action");
        }

        return new IntegrationUri(arn.Account, arn.Resource);
    }

    /// <summary>A URL, or one whose beginning comes from a stage variable.</summary>
    public static void CheckHttp(string? uri)
    {
        if (uri is null
            || !(uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                || uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                || uri.StartsWith("${stageVariables.", StringComparison.Ordinal)))
        {
            throw ApiGatewayFaults.BadRequest("Invalid HTTP endpoint specified for URI");
        }
    }
}
