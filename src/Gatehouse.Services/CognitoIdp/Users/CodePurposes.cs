namespace Gatehouse.Services.CognitoIdp.Users;

/// <summary>What a code is for; a code for an attribute has the attribute's name.</summary>
internal static class CodePurposes
{
    public const string SignUp = "signup";
    public const string Reset = "reset";
}
