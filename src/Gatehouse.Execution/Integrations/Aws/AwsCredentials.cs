using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>Who signs an integration's calls: the operator's credentials as they are, or a role's.</summary>
/// <param name="Fixed">The operator's; <see langword="null"/> when a role is assumed.</param>
/// <param name="Role">The role; <see langword="null"/> for the operator's own. Neither: the caller himself signs.</param>
internal sealed record AwsCredentials(SigningCredentials? Fixed, AssumedRole? Role);
