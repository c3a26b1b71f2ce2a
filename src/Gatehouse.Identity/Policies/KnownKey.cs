using System.Collections.Frozen;

namespace Gatehouse.Identity.Policies;

/// <summary>The global context keys that a gateway fills (security §2.6).</summary>
public enum KnownKey
{
    Other = 0,
    CurrentTime,
    EpochTime,
    SecureTransport,
    SourceIp,
    VpcSourceIp,
    SourceVpc,
    SourceVpce,
    UserAgent,
    Referer,
    PrincipalArn,
    PrincipalAccount,
    PrincipalType,
    PrincipalOrgId,
    PrincipalOrgPaths,
    PrincipalIsAwsService,
    PrincipalServiceName,
    PrincipalServiceNamesList,
    UserId,
    UserName,
    TokenIssueTime,
    MultiFactorAuthPresent,
    MultiFactorAuthAge,
    FederatedProvider,
    SourceIdentity,
    RequestedRegion,
    ResourceAccount,
    SourceArn,
    SourceAccount,
    ViaAwsService,
    TagKeys,
}

internal static class KnownKeys
{
    private static readonly FrozenDictionary<string, KnownKey> ByName = new Dictionary<string, KnownKey>
    {
        ["aws:currenttime"] = KnownKey.CurrentTime,
        ["aws:epochtime"] = KnownKey.EpochTime,
        ["aws:securetransport"] = KnownKey.SecureTransport,
        ["aws:sourceip"] = KnownKey.SourceIp,
        ["aws:vpcsourceip"] = KnownKey.VpcSourceIp,
        ["aws:sourcevpc"] = KnownKey.SourceVpc,
        ["aws:sourcevpce"] = KnownKey.SourceVpce,
        ["aws:useragent"] = KnownKey.UserAgent,
        ["aws:referer"] = KnownKey.Referer,
        ["aws:principalarn"] = KnownKey.PrincipalArn,
        ["aws:principalaccount"] = KnownKey.PrincipalAccount,
        ["aws:principaltype"] = KnownKey.PrincipalType,
        ["aws:principalorgid"] = KnownKey.PrincipalOrgId,
        ["aws:principalorgpaths"] = KnownKey.PrincipalOrgPaths,
        ["aws:principalisawsservice"] = KnownKey.PrincipalIsAwsService,
        ["aws:principalservicename"] = KnownKey.PrincipalServiceName,
        ["aws:principalservicenameslist"] = KnownKey.PrincipalServiceNamesList,
        ["aws:userid"] = KnownKey.UserId,
        ["aws:username"] = KnownKey.UserName,
        ["aws:tokenissuetime"] = KnownKey.TokenIssueTime,
        ["aws:multifactorauthpresent"] = KnownKey.MultiFactorAuthPresent,
        ["aws:multifactorauthage"] = KnownKey.MultiFactorAuthAge,
        ["aws:federatedprovider"] = KnownKey.FederatedProvider,
        ["aws:sourceidentity"] = KnownKey.SourceIdentity,
        ["aws:requestedregion"] = KnownKey.RequestedRegion,
        ["aws:resourceaccount"] = KnownKey.ResourceAccount,
        ["aws:sourcearn"] = KnownKey.SourceArn,
        ["aws:sourceaccount"] = KnownKey.SourceAccount,
        ["aws:viaawsservice"] = KnownKey.ViaAwsService,
        ["aws:tagkeys"] = KnownKey.TagKeys,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static KnownKey Find(string folded) => ByName.GetValueOrDefault(folded);
}
