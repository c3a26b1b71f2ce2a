using System.IO.Pipelines;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>What happens on a connection once HTTP is done with it.</summary>
internal interface IConnectionSession
{
    /// <summary>Runs until the connection is over; never throws for what the peer or the network cause.</summary>
    /// <param name="transport">The bytes. What was sent right behind the handshake is still in it.</param>
    /// <param name="abort">Ends the connection without a closing handshake.</param>
    Task RunAsync(IDuplexPipe transport, Action abort);
}
