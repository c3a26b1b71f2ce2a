using System.Collections.Frozen;
using Gatehouse.Services.CognitoIdp.Clients;
using Gatehouse.Services.CognitoIdp.Domains;
using Gatehouse.Services.CognitoIdp.Groups;
using Gatehouse.Services.CognitoIdp.Pools;
using Gatehouse.Services.CognitoIdp.Providers;
using Gatehouse.Services.CognitoIdp.ResourceServers;
using Gatehouse.Services.CognitoIdp.Self;
using Gatehouse.Services.CognitoIdp.SignIn;
using Gatehouse.Services.CognitoIdp.SignUp;
using Gatehouse.Services.CognitoIdp.Users;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Protocols;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>The operations of user pools that are built, by AWS's names.</summary>
internal static class CognitoOperations
{
    private const int LongestText = 131_072;

    /// <summary>What apps call with nothing but their user's proof (security §6.2); signed or not.</summary>
    public static readonly FrozenSet<string> Unsigned = FrozenSet.Create(
        StringComparer.Ordinal,
        "SignUp", "ConfirmSignUp", "ResendConfirmationCode", "InitiateAuth", "RespondToAuthChallenge", "ForgotPassword",
        "ConfirmForgotPassword", "ChangePassword", "GetUser", "UpdateUserAttributes", "DeleteUserAttributes", "DeleteUser",
        "GetUserAttributeVerificationCode", "VerifyUserAttribute", "GlobalSignOut", "RevokeToken",
        "GetTokensFromRefreshToken", "AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference",
        "SetUserSettings", "GetUserAuthFactors", "ConfirmDevice", "ForgetDevice", "GetDevice", "ListDevices",
        "UpdateDeviceStatus", "StartWebAuthnRegistration", "CompleteWebAuthnRegistration", "ListWebAuthnCredentials",
        "DeleteWebAuthnCredential", "UpdateAuthEventFeedback");

    public static readonly WireDialect Dialect = new()
    {
        ConstraintCode = "InvalidParameterException",
        TellsFaultsInHeaders = true,
        LongestText = LongestText,
    };

    public static IReadOnlyDictionary<string, IOperation> Create(CognitoRoom room) =>
        new Dictionary<string, IOperation>([.. OfPools(room), .. OfUsers(room)], StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, IOperation>> OfPools(CognitoRoom room) =>
    [
        new("CreateUserPool", new CreateUserPool(room)),
        new("DescribeUserPool", new DescribeUserPool(room)),
        new("UpdateUserPool", new UpdateUserPool(room)),
        new("DeleteUserPool", new DeleteUserPool(room)),
        new("ListUserPools", new ListUserPools(room)),
        new("AddCustomAttributes", new AddCustomAttributes(room)),
        new("SetUserPoolMfaConfig", new SetUserPoolMfaConfig(room)),
        new("GetUserPoolMfaConfig", new GetUserPoolMfaConfig(room)),
        new("TagResource", new TagResource(room)),
        new("UntagResource", new UntagResource(room)),
        new("ListTagsForResource", new ListTagsForResource(room)),
        new("CreateUserPoolClient", new CreateUserPoolClient(room)),
        new("DescribeUserPoolClient", new DescribeUserPoolClient(room)),
        new("UpdateUserPoolClient", new UpdateUserPoolClient(room)),
        new("DeleteUserPoolClient", new DeleteUserPoolClient(room)),
        new("ListUserPoolClients", new ListUserPoolClients(room)),
        new("CreateUserPoolDomain", new CreateUserPoolDomain(room)),
        new("UpdateUserPoolDomain", new UpdateUserPoolDomain(room)),
        new("DeleteUserPoolDomain", new DeleteUserPoolDomain(room)),
        new("DescribeUserPoolDomain", new DescribeUserPoolDomain(room)),
        new("CreateResourceServer", new CreateResourceServer(room)),
        new("DescribeResourceServer", new DescribeResourceServer(room)),
        new("UpdateResourceServer", new UpdateResourceServer(room)),
        new("DeleteResourceServer", new DeleteResourceServer(room)),
        new("ListResourceServers", new ListResourceServers(room)),
        new("CreateIdentityProvider", new CreateIdentityProvider(room)),
        new("DescribeIdentityProvider", new DescribeIdentityProvider(room)),
        new("UpdateIdentityProvider", new UpdateIdentityProvider(room)),
        new("DeleteIdentityProvider", new DeleteIdentityProvider(room)),
        new("GetIdentityProviderByIdentifier", new GetIdentityProviderByIdentifier(room)),
        new("ListIdentityProviders", new ListIdentityProviders(room)),
        new("CreateGroup", new CreateGroup(room)),
        new("GetGroup", new GetGroup(room)),
        new("UpdateGroup", new UpdateGroup(room)),
        new("DeleteGroup", new DeleteGroup(room)),
        new("ListGroups", new ListGroups(room)),
        new("AdminAddUserToGroup", new AdminAddUserToGroup(room)),
        new("AdminRemoveUserFromGroup", new AdminRemoveUserFromGroup(room)),
        new("AdminListGroupsForUser", new AdminListGroupsForUser(room)),
        new("ListUsersInGroup", new ListUsersInGroup(room)),
    ];

    private static IEnumerable<KeyValuePair<string, IOperation>> OfUsers(CognitoRoom room) =>
    [
        new("AdminCreateUser", new AdminCreateUser(room)),
        new("AdminGetUser", new AdminGetUser(room)),
        new("AdminDeleteUser", new AdminDeleteUser(room)),
        new("AdminUpdateUserAttributes", new AdminUpdateUserAttributes(room)),
        new("AdminDeleteUserAttributes", new AdminDeleteUserAttributes(room)),
        new("AdminEnableUser", new AdminSwitchUser(room, isEnabled: true)),
        new("AdminDisableUser", new AdminSwitchUser(room, isEnabled: false)),
        new("AdminSetUserPassword", new AdminSetUserPassword(room)),
        new("AdminResetUserPassword", new AdminResetUserPassword(room)),
        new("AdminConfirmSignUp", new AdminConfirmSignUp(room)),
        new("AdminUserGlobalSignOut", new AdminUserGlobalSignOut(room)),
        new("AdminSetUserMFAPreference", new AdminSetUserMFAPreference(room)),
        new("ListUsers", new ListUsers(room)),
        new("SignUp", new SignUpUser(room)),
        new("ConfirmSignUp", new ConfirmSignUp(room)),
        new("ResendConfirmationCode", new ResendConfirmationCode(room)),
        new("ForgotPassword", new ForgotPassword(room)),
        new("ConfirmForgotPassword", new ConfirmForgotPassword(room)),
        new("InitiateAuth", new InitiateAuth(room, isAdmin: false)),
        new("AdminInitiateAuth", new InitiateAuth(room, isAdmin: true)),
        new("RespondToAuthChallenge", new RespondToAuthChallenge(room, isAdmin: false)),
        new("AdminRespondToAuthChallenge", new RespondToAuthChallenge(room, isAdmin: true)),
        new("GetTokensFromRefreshToken", new GetTokensFromRefreshToken(room)),
        new("RevokeToken", new RevokeToken(room)),
        new("GetUser", new GetUser(room)),
        new("UpdateUserAttributes", new UpdateUserAttributes(room)),
        new("DeleteUserAttributes", new DeleteUserAttributes(room)),
        new("GetUserAttributeVerificationCode", new GetUserAttributeVerificationCode(room)),
        new("VerifyUserAttribute", new VerifyUserAttribute(room)),
        new("ChangePassword", new ChangePassword(room)),
        new("GlobalSignOut", new GlobalSignOut(room)),
        new("DeleteUser", new DeleteUser(room)),
        new("AssociateSoftwareToken", new AssociateSoftwareToken(room)),
        new("VerifySoftwareToken", new VerifySoftwareToken(room)),
        new("SetUserMFAPreference", new SetUserMFAPreference(room)),
    ];
}
