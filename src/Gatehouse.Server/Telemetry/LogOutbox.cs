using Gatehouse.Model.Logs;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Server.Telemetry;

/// <summary>
/// Messages of user pools, in a log group of each pool in the data folder: <c>gatehouse logs /gatehouse/userpools/ID</c>
/// shows them to whoever may read that folder. They reach no other log.
/// </summary>
internal sealed class LogOutbox(LogGroupSink logs) : IUserPoolOutbox
{
    public ValueTask SendAsync(UserPoolMessage message, CancellationToken cancellationToken) => logs.WriteAsync(
        new LogGroupKey(message.Scope, LogGroupNames.UserPoolMessages(message.PoolId)),
        $"{message.Medium} to {message.Destination} for {message.Username} ({message.Purpose}): "
        + (message.Subject is null ? "" : message.Subject + ": ") + message.Text,
        cancellationToken);
}
