using Gatehouse.Model.Documents;

namespace Gatehouse.Services.Skeleton;

/// <summary>Who calls, as the authenticator found out.</summary>
/// <param name="Scope">The account of the credentials and the region of their scope.</param>
/// <param name="Arn">The caller's ARN.</param>
/// <param name="AccessKeyId">The public half of the credentials.</param>
public sealed record CallerIdentity(DocumentScope Scope, string Arn, string AccessKeyId);
