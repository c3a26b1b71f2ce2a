namespace Gatehouse.Wire.Faults;

/// <summary>
/// A request that cannot be read: <c>SerializationException</c>, 400 (rest-control-plane §1.7). The texts are
/// unconfirmed
/// for API Gateway; these are the ones that AWS's JSON services answer.
/// </summary>
public static class SerializationFault
{
    public const string Code = "SerializationException";

    public static ServiceFaultException Of(string message) => new(Code, 400, message);

    /// <param name="found">The token as AWS's parser calls it, such as <c>NUMBER_VALUE</c>.</param>
    /// <param name="expected">The type with its article, such as <c>a String</c>.</param>
    public static ServiceFaultException NotConvertible(string found, string expected) =>
        Of($"{found} can not be converted to {expected}");
}
