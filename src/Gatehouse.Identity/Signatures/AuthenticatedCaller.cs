namespace Gatehouse.Identity.Signatures;

/// <summary>Who signed a request, after the signature was found right.</summary>
/// <param name="AccessKeyId">The public half of the credentials.</param>
/// <param name="PrincipalArn">The caller's ARN.</param>
/// <param name="UserId">The caller's unique id.</param>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">The region of the credential scope.</param>
/// <param name="Service">The service of the credential scope.</param>
public sealed record AuthenticatedCaller(
    string AccessKeyId, string PrincipalArn, string UserId, string Account, string Region, string Service)
{
    /// <summary>The holder of the key, for decisions.</summary>
    public required CredentialHolder Holder { get; init; }
}
