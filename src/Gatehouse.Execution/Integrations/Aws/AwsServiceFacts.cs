using System.Collections.Frozen;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>What the gateway has to know of a service to call it.</summary>
/// <param name="Name">As an integration's ARN spells it, without subdomain.</param>
/// <param name="Protocol">What an <c>action/</c> becomes.</param>
internal sealed record AwsServiceFacts(string Name, AwsServiceProtocol Protocol)
{
    private const string Json10 = "application/x-amz-json-1.0";
    private const string Json11 = "application/x-amz-json-1.1";

    // The four with an automatic target are those of sheet §5.2. Signing names and hosts: the services' endpoint
    // metadata in the SDKs.
    private static readonly FrozenDictionary<string, AwsServiceFacts> Known = new AwsServiceFacts[]
    {
        new("dynamodb", AwsServiceProtocol.JsonTarget) { TargetPrefix = "DynamoDB_20120810.", ContentType = Json10 },
        new("kinesis", AwsServiceProtocol.JsonTarget) { TargetPrefix = "Kinesis_20131202.", ContentType = Json11 },
        new("ssm", AwsServiceProtocol.JsonTarget)
        {
            TargetPrefix = "AmazonSSM.", ContentType = Json11, IsAnswerWrapped = true,
        },
        new("states", AwsServiceProtocol.JsonTarget) { TargetPrefix = "AWSStepFunctions.", ContentType = Json10 },
        // "as kinesis" in the sheet's table. EventBridge is not here: its authors map the target themselves.
        new("firehose", AwsServiceProtocol.JsonTarget) { TargetPrefix = "Firehose_20150804.", ContentType = Json11 },
        new("s3", AwsServiceProtocol.Rest),
        new("lambda", AwsServiceProtocol.Rest),
        new("execute-api", AwsServiceProtocol.Rest),
        new("appsync-api", AwsServiceProtocol.Rest) { SigningName = "appsync" },
        new("iotdata", AwsServiceProtocol.Rest) { HostLabel = "iot" },
        new("email", AwsServiceProtocol.Query) { SigningName = "ses" },
        new("monitoring", AwsServiceProtocol.Query),
        new("iam", AwsServiceProtocol.Query) { IsGlobal = true },
        new("bedrock-runtime", AwsServiceProtocol.Rest) { SigningName = "bedrock" },
    }.ToFrozenDictionary(facts => facts.Name, StringComparer.Ordinal);

    /// <value>Ends with a dot; the action's name follows.</value>
    public string? TargetPrefix { get; init; }

    /// <summary>
    /// Sent with an automatic target unless the author maps a Content-Type: the services refuse plain JSON's
    /// (unconfirmed what AWS sends).
    /// </summary>
    public string? ContentType { get; init; }

    /// <summary>The service's name in a signature's scope, when it is not <see cref="Name"/>.</summary>
    public string? SigningName { get; init; }

    /// <summary>The label in Amazon's host name, when it is not <see cref="Name"/>.</summary>
    public string? HostLabel { get; init; }

    /// <summary>One host for all regions, signed for <c>us-east-1</c>.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Answers in Query style although asked by target: <c>{Op}Response</c>, <c>{Op}Result</c> (sheet §5.2).</summary>
    public bool IsAnswerWrapped { get; init; }

    public string Signing => SigningName ?? Name;

    public bool IsS3 => Name == "s3";

    /// <summary>A service that is not in the table takes the Query form, as sheet §5.2 has it for all others.</summary>
    public static AwsServiceFacts Find(string name) =>
        Known.TryGetValue(name, out var facts) ? facts : new AwsServiceFacts(name, AwsServiceProtocol.Query);
}
