using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Iam.AccessKeys;
using Gatehouse.Services.Iam.Federation;
using Gatehouse.Services.Iam.Groups;
using Gatehouse.Services.Iam.Introspection;
using Gatehouse.Services.Iam.Policies;
using Gatehouse.Services.Iam.Roles;
using Gatehouse.Services.Iam.Tags;
using Gatehouse.Services.Iam.Users;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam;

/// <summary>The operations of IAM that are built, by AWS's names.</summary>
internal static class IamOperations
{
    public static IReadOnlyDictionary<string, IOperation> Create(IamRoom room)
    {
        var operations = new Dictionary<string, IOperation>(StringComparer.Ordinal)
        {
            ["CreateUser"] = new CreateUser(room),
            ["GetUser"] = new GetUser(room),
            ["UpdateUser"] = new UpdateUser(room),
            ["DeleteUser"] = new DeleteUser(room),
            ["ListUsers"] = new ListUsers(room),
            ["CreateAccessKey"] = new CreateAccessKey(room),
            ["ListAccessKeys"] = new ListAccessKeys(room),
            ["UpdateAccessKey"] = new UpdateAccessKey(room),
            ["DeleteAccessKey"] = new DeleteAccessKey(room),
            ["GetAccessKeyLastUsed"] = new GetAccessKeyLastUsed(room),
            ["CreateGroup"] = new CreateGroup(room),
            ["GetGroup"] = new GetGroup(room),
            ["UpdateGroup"] = new UpdateGroup(room),
            ["DeleteGroup"] = new DeleteGroup(room),
            ["ListGroups"] = new ListGroups(room),
            ["AddUserToGroup"] = new AddUserToGroup(room),
            ["RemoveUserFromGroup"] = new RemoveUserFromGroup(room),
            ["ListGroupsForUser"] = new ListGroupsForUser(room),
            ["CreateRole"] = new CreateRole(room),
            ["GetRole"] = new GetRole(room),
            ["ListRoles"] = new ListRoles(room),
            ["UpdateRole"] = new UpdateRole(room),
            ["UpdateRoleDescription"] = new UpdateRoleDescription(room),
            ["UpdateAssumeRolePolicy"] = new UpdateAssumeRolePolicy(room),
            ["DeleteRole"] = new DeleteRole(room),
            ["CreateServiceLinkedRole"] = new CreateServiceLinkedRole(room),
            ["DeleteServiceLinkedRole"] = new DeleteServiceLinkedRole(room),
            ["GetServiceLinkedRoleDeletionStatus"] = new GetServiceLinkedRoleDeletionStatus(),
            ["CreatePolicy"] = new CreatePolicy(room),
            ["GetPolicy"] = new GetPolicy(room),
            ["ListPolicies"] = new ListPolicies(room),
            ["DeletePolicy"] = new DeletePolicy(room),
            ["CreatePolicyVersion"] = new CreatePolicyVersion(room),
            ["GetPolicyVersion"] = new GetPolicyVersion(room),
            ["ListPolicyVersions"] = new ListPolicyVersions(room),
            ["SetDefaultPolicyVersion"] = new SetDefaultPolicyVersion(room),
            ["DeletePolicyVersion"] = new DeletePolicyVersion(room),
            ["ListEntitiesForPolicy"] = new ListEntitiesForPolicy(room),
            ["SimulatePrincipalPolicy"] = new SimulatePrincipalPolicy(room),
            ["SimulateCustomPolicy"] = new SimulateCustomPolicy(),
            ["GetContextKeysForCustomPolicy"] = new GetContextKeysForCustomPolicy(),
            ["GetContextKeysForPrincipalPolicy"] = new GetContextKeysForPrincipalPolicy(room),
            ["GetAccountSummary"] = new GetAccountSummary(room),
            ["GetAccountAuthorizationDetails"] = new GetAccountAuthorizationDetails(room),
        };
        AddPolicies(operations, room);
        AddTags(operations, room);
        AddProviders(operations, room);
        AddAbsent(operations);
        return operations;
    }

    private static void AddPolicies(Dictionary<string, IOperation> operations, IamRoom room)
    {
        var users = new HolderRoom<UserDocument>(
            room, "UserName", "user", IdentityLimits.UserPolicyChars, "PoliciesPerUser", room.UserAsync);
        var groups = new HolderRoom<GroupDocument>(
            room, "GroupName", "group", IdentityLimits.GroupPolicyChars, "PoliciesPerGroup", room.GroupAsync);
        var roles = new HolderRoom<RoleDocument>(
            room, "RoleName", "role", IdentityLimits.RolePolicyChars, "PoliciesPerRole", room.RoleAsync);
        var ownRoles = new HolderRoom<RoleDocument>(
            room, "RoleName", "role", IdentityLimits.RolePolicyChars, "PoliciesPerRole", room.OwnRoleAsync);
        AddHolder(operations, "User", users, users);
        AddHolder(operations, "Group", groups, groups);
        AddHolder(operations, "Role", roles, ownRoles);
        operations["PutUserPermissionsBoundary"] = new PutPermissionsBoundary<UserDocument>(users, Bound);
        operations["DeleteUserPermissionsBoundary"] = new DeletePermissionsBoundary<UserDocument>(users, Bound);
        operations["PutRolePermissionsBoundary"] = new PutPermissionsBoundary<RoleDocument>(ownRoles, BoundRole);
        operations["DeleteRolePermissionsBoundary"] = new DeletePermissionsBoundary<RoleDocument>(ownRoles, BoundRole);

        static UserDocument Bound(UserDocument user, string? arn) => user with { PermissionsBoundary = arn };
        static RoleDocument BoundRole(RoleDocument role, string? arn) => role with { PermissionsBoundary = arn };
    }

    private static void AddHolder<T>(
        Dictionary<string, IOperation> operations, string noun, HolderRoom<T> read, HolderRoom<T> write)
        where T : PolicyHolder, IDocument<T>
    {
        operations[$"Put{noun}Policy"] = new PutInlinePolicy<T>(write);
        operations[$"Get{noun}Policy"] = new GetInlinePolicy<T>(read);
        operations[$"Delete{noun}Policy"] = new DeleteInlinePolicy<T>(write);
        operations[$"List{noun}Policies"] = new ListInlinePolicies<T>(read);
        operations[$"Attach{noun}Policy"] = new AttachPolicy<T>(write);
        operations[$"Detach{noun}Policy"] = new DetachPolicy<T>(write);
        operations[$"ListAttached{noun}Policies"] = new ListAttachedPolicies<T>(read);
    }

    private static void AddTags(Dictionary<string, IOperation> operations, IamRoom room)
    {
        Add("User", new TagRoom<UserDocument>(
            room, (call, token) => room.UserAsync(call, call.Input.RequiredString("UserName"), token),
            static user => user.Tags, static (user, tags) => user with { Tags = tags }));
        Add("Role", new TagRoom<RoleDocument>(
            room, (call, token) => room.RoleAsync(call, call.Input.RequiredString("RoleName"), token),
            static role => role.Tags, static (role, tags) => role with { Tags = tags }));
        Add("Policy", new TagRoom<ManagedPolicyDocument>(
            room, (call, token) => room.PolicyAsync(call, call.Input.RequiredString("PolicyArn"), token),
            static policy => policy.Tags, static (policy, tags) => policy with { Tags = tags }));
        Add("OpenIDConnectProvider", new TagRoom<OidcProviderDocument>(
            room, (call, token) => OidcProviders.FindAsync(room, call, token),
            static provider => provider.Tags, static (provider, tags) => provider with { Tags = tags }));

        void Add<T>(string noun, TagRoom<T> tagged)
            where T : class, IDocument<T>
        {
            operations[$"Tag{noun}"] = new AddTags<T>(tagged);
            operations[$"Untag{noun}"] = new RemoveTags<T>(tagged);
            operations[$"List{noun}Tags"] = new ListTags<T>(tagged);
        }
    }

    private static void AddProviders(Dictionary<string, IOperation> operations, IamRoom room)
    {
        operations["CreateOpenIDConnectProvider"] = new CreateOpenIDConnectProvider(room);
        operations["GetOpenIDConnectProvider"] = new GetOpenIDConnectProvider(room);
        operations["ListOpenIDConnectProviders"] = new ListOpenIDConnectProviders(room);
        operations["DeleteOpenIDConnectProvider"] = new DeleteOpenIDConnectProvider(room);
        operations["AddClientIDToOpenIDConnectProvider"] = new UpdateOpenIDConnectProvider(
            room, static (provider, input) => provider.ClientIds.Contains(input.RequiredString("ClientID"))
                ? provider
                : provider with { ClientIds = provider.ClientIds.Add(input.RequiredString("ClientID")) });
        operations["RemoveClientIDFromOpenIDConnectProvider"] = new UpdateOpenIDConnectProvider(
            room, static (provider, input) =>
                provider with { ClientIds = provider.ClientIds.Remove(input.RequiredString("ClientID")) });
        operations["UpdateOpenIDConnectProviderThumbprint"] = new UpdateOpenIDConnectProvider(
            room, static (provider, input) =>
                provider with { Thumbprints = OidcProviders.Texts(input, "ThumbprintList") });
    }

    /// <summary>What tools ask about before they delete, and what is not kept here (security §3.3).</summary>
    private static void AddAbsent(Dictionary<string, IOperation> operations)
    {
        operations["ListInstanceProfiles"] = new EmptyList("InstanceProfiles");
        operations["ListInstanceProfilesForRole"] = new EmptyList("InstanceProfiles");
        operations["ListMFADevices"] = new EmptyList("MFADevices");
        operations["ListVirtualMFADevices"] = new EmptyList("VirtualMFADevices");
        operations["ListSigningCertificates"] = new EmptyList("Certificates");
        operations["ListSSHPublicKeys"] = new EmptyList("SSHPublicKeys");
        operations["ListServerCertificates"] = new EmptyList("ServerCertificateMetadataList");
        operations["ListServiceSpecificCredentials"] = new EmptyList("ServiceSpecificCredentials");
        operations["ListSAMLProviders"] = new EmptyList("SAMLProviderList");
        operations["ListAccountAliases"] = new EmptyList("AccountAliases");
        operations["GetLoginProfile"] = new NeverThere(static call =>
            $"Login Profile for User {call.Input.FindString("UserName") ?? call.Caller.UserName} cannot be found.");
        operations["GetAccountPasswordPolicy"] = new NeverThere(static call =>
            $"The Password Policy with domain name {call.Scope.Account} cannot be found.");
    }
}
