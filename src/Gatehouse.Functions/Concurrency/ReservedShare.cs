namespace Gatehouse.Functions.Concurrency;

/// <summary>The executions that are reserved for one function, shared by all its versions.</summary>
internal sealed class ReservedShare
{
    private const int None = -1;

    private int _limit = None;
    private int _running;

    /// <value><see langword="null"/>: nothing is reserved, and nothing limits.</value>
    public int? Limit
    {
        get => Volatile.Read(ref _limit) is >= 0 and var limit ? limit : null;
        set => Volatile.Write(ref _limit, value ?? None);
    }

    /// <returns><see langword="false"/> when as many run as are reserved.</returns>
    public bool TryEnter()
    {
        var running = Interlocked.Increment(ref _running);
        if (Volatile.Read(ref _limit) is var limit && (limit == None || running <= limit))
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _running);
}
