using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>
/// Refusals in Cognito's words (security §6.2). The service answers 400 to all of them, whatever its model says.
/// </summary>
internal static class CognitoFaults
{
    public const string WrongCode = "Invalid verification code provided, please try again.";
    public const string OldCode = "Invalid code provided, please request a code again.";

    public static ServiceFaultException Of(string code, string message) => new(code, 400, message);

    public static ServiceFaultException Invalid(string message) => Of("InvalidParameterException", message);

    public static ServiceFaultException Missing(string message) => Of("ResourceNotFoundException", message);

    public static ServiceFaultException NoPool(string id) => Missing($"User pool {id} does not exist.");

    public static ServiceFaultException NoClient(string id) => Missing($"User pool client {id} does not exist.");

    public static ServiceFaultException NoUser() => Of("UserNotFoundException", "User does not exist.");

    public static ServiceFaultException NotAuthorized(string message) => Of("NotAuthorizedException", message);

    public static ServiceFaultException WrongPassword() => NotAuthorized("Incorrect username or password.");

    public static ServiceFaultException Locked() => NotAuthorized("Password attempts exceeded");

    public static ServiceFaultException Disabled() => NotAuthorized("User is disabled.");

    public static ServiceFaultException CodeMismatch() => Of("CodeMismatchException", WrongCode);

    public static ServiceFaultException CodeExpired() => Of("ExpiredCodeException", OldCode);

    public static ServiceFaultException TooMany() =>
        Of("LimitExceededException", "Attempt limit exceeded, please try after some time.");

    public static ServiceFaultException Limit(string message) => Of("LimitExceededException", message);

    public static ServiceFaultException InvalidPassword(string fault) =>
        Of("InvalidPasswordException", $"Password did not conform with policy: {fault}");
}
