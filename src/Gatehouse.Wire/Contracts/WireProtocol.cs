namespace Gatehouse.Wire.Contracts;

/// <summary>How a service puts its operations on HTTP, by the Smithy protocol's name.</summary>
public enum WireProtocol
{
    /// <summary>Operations are routes; bodies are JSON (API Gateway, Lambda, X-Ray).</summary>
    RestJson1 = 1,

    /// <summary>Operations are routes; bodies are XML (S3).</summary>
    RestXml = 2,

    /// <summary>One route; <c>X-Amz-Target</c> names the operation; <c>application/x-amz-json-1.0</c>.</summary>
    AwsJson10 = 3,

    /// <summary>One route; <c>X-Amz-Target</c> names the operation; <c>application/x-amz-json-1.1</c>.</summary>
    AwsJson11 = 4,

    /// <summary>
    /// One route; a form field <c>Action</c> names the operation; answers are XML (IAM, STS, CloudFormation).
    /// </summary>
    AwsQuery = 5,

    /// <summary>The variant of <see cref="AwsQuery"/> that EC2 speaks.</summary>
    Ec2Query = 6,
}
