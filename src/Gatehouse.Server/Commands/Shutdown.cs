using System.Runtime.InteropServices;

namespace Gatehouse.Server.Commands;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into one token. The first asks for a graceful stop; a second one ends the process.
/// </summary>
internal sealed class Shutdown : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Shutdown()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Completes when a stop is asked for.</summary>
    public async Task WaitAsync()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (Token.Register(asked.SetResult))
        {
            await asked.Task;
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // Not cancelling the default action the second time lets the signal end the process at once.
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
