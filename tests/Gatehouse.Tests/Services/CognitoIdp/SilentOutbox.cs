using Gatehouse.Model.UserPools;

namespace Gatehouse.Tests.Services.CognitoIdp;

/// <summary>For tests that read no messages.</summary>
internal sealed class SilentOutbox : IUserPoolOutbox
{
    public ValueTask SendAsync(UserPoolMessage message, CancellationToken cancellationToken) => default;
}
