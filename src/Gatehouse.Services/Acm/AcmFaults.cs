using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Acm;

/// <summary>What ACM says when it refuses (deployment-and-tools §2.3). Texts without a source there are ours.</summary>
internal static class AcmFaults
{
    public static ServiceFaultException Invalid(string message) => new("ValidationException", 400, message);

    public static ServiceFaultException Parameter(string message) => new("InvalidParameterException", 400, message);

    public static ServiceFaultException Arn(string arn) => new(
        "ValidationException", 400, $"'{arn}' is not a valid certificate ARN");

    public static ServiceFaultException NotFound(string arn) => new(
        "ResourceNotFoundException", 400, $"Could not find certificate {arn}.");

    public static ServiceFaultException InUse(string arn, string account) => new(
        "ResourceInUseException", 400, $"Certificate {arn} in account {account} is in use.");

    public static ServiceFaultException State(string message) => new("InvalidStateException", 400, message);

    public static ServiceFaultException Exceeded(string message) => new("LimitExceededException", 400, message);

    public static ServiceFaultException TooManyTags() => new(
        "TooManyTagsException", 400, "The request contains too many tags, or the certificate would have too many.");

    public static ServiceFaultException Tag(string message) => new("InvalidTagException", 400, message);
}
