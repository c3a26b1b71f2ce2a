using Gatehouse.Services.Acm;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Composition;

/// <summary>Looks for certificates that are due for renewal: at the start, then twice a day.</summary>
internal sealed class RenewalClock : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(12);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public RenewalClock(CertificateRenewal renewal, TimeProvider time, ILogger logger) =>
        _running = Task.Run(() => RunAsync(renewal, time, logger, _stop.Token), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private static async Task RunAsync(
        CertificateRenewal renewal, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Period, time);
            do
            {
                try
                {
                    await renewal.RunAsync(cancellationToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // A full disk now is no reason to let certificates end later.
                    logger.RenewalFailed(exception);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}

internal static partial class RenewalClockLog
{
    [LoggerMessage(9101, LogLevel.Error, "Certificates could not be looked through for renewal; it is tried again in 12 hours")]
    public static partial void RenewalFailed(this ILogger logger, Exception exception);
}
