using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Execution.Throttling;

/// <summary>
/// Counts the requests of one key under one plan, by day, and holds them to a quota. A request costs one
/// compare-and-swap; the lock is taken when the day or the quota changes, and by whoever stores the counts.
/// </summary>
/// <param name="subject">Whose requests.</param>
/// <param name="onChanged">Told once after each storing that there is something to store again.</param>
internal sealed class UsageCounter(UsageSubject subject, Action<UsageCounter> onChanged)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, long> _past = [];
    private readonly List<DayCount> _unsaved = [];
    private UsageGrant? _grant;
    private volatile Window? _window;
    private int _isChanged;

    public UsageSubject Subject { get; } = subject;

    /// <summary>Counts a request, unless the quota of its period is used up.</summary>
    /// <param name="quota">The plan's quota, or none.</param>
    /// <param name="today">A day number in UTC.</param>
    public bool TryCount(QuotaSettings? quota, int today)
    {
        var window = _window;
        // A request that arrived before midnight and comes here after it counts for the new day.
        if (window is null || today > window.Today.Day || !ReferenceEquals(window.Quota, quota))
        {
            window = Open(quota, today);
        }

        if (!window.Today.TryAdd(window.Allowed))
        {
            return false;
        }

        MarkChanged();
        return true;
    }

    /// <summary>Takes back the count of a request that was refused further on.</summary>
    public void GiveBack()
    {
        _window?.Today.Add(-1);
        MarkChanged();
    }

    /// <summary>What earlier runs and other nodes counted.</summary>
    public void Restore(UsageHistory history)
    {
        lock (_lock)
        {
            foreach (var (day, used) in history.Days)
            {
                _past[day.DayNumber] = used;
            }

            _grant = history.Grants.MaxBy(grant => grant.PeriodStart);
            _window = null;
        }
    }

    public void Grant(UsageGrant grant)
    {
        lock (_lock)
        {
            _grant = grant;
            CloseNeedsLock();
        }
    }

    /// <summary>What has been counted and not been stored.</summary>
    public void CollectUnsaved(List<UnsavedCount> into)
    {
        // First: whatever is counted from here on says so again.
        Volatile.Write(ref _isChanged, 0);
        lock (_lock)
        {
            _unsaved.RemoveAll(day => day != _window?.Today && day.Unsaved == 0);
            foreach (var day in _unsaved)
            {
                if (day.Unsaved is not 0 and var requests)
                {
                    into.Add(new UnsavedCount(this, day, requests));
                }
            }
        }
    }

    public void MarkChanged()
    {
        if (Volatile.Read(ref _isChanged) == 0 && Interlocked.Exchange(ref _isChanged, 1) == 0)
        {
            onChanged(this);
        }
    }

    private Window Open(QuotaSettings? quota, int today)
    {
        lock (_lock)
        {
            if (_window is { } current && today <= current.Today.Day && ReferenceEquals(current.Quota, quota))
            {
                return current; // somebody else was first
            }

            today = Math.Max(today, _window?.Today.Day ?? 0);
            CloseNeedsLock();
            var day = _unsaved.Find(one => one.Day == today);
            if (day is null)
            {
                day = new DayCount(today, _past.GetValueOrDefault(today));
                _unsaved.Add(day);
            }

            var window = new Window(quota, day, AllowedNeedsLock(quota, today));
            _window = window;
            return window;
        }
    }

    /// <summary>Requests that may come on this day: what the period's limit leaves after its earlier days.</summary>
    private long AllowedNeedsLock(QuotaSettings? quota, int today)
    {
        if (quota is null)
        {
            return long.MaxValue;
        }

        var start = QuotaPeriod.StartOf(quota, DateOnly.FromDayNumber(today)).DayNumber;
        var before = _past.Where(day => day.Key >= start && day.Key < today).Sum(day => day.Value);
        var granted = _grant?.PeriodStart == start ? _grant.Requests : 0;
        return quota.Limit + granted - before;
    }

    /// <summary>Moves the open day to the past, where the next one finds it.</summary>
    private void CloseNeedsLock()
    {
        if (_window is not { } window)
        {
            return;
        }

        foreach (var day in _unsaved)
        {
            _past[day.Day] = day.Total;
        }

        var oldest = window.Today.Day - ThrottlingLimits.HistoryDays;
        while (_past.Count > 0 && _past.First().Key < oldest)
        {
            _past.Remove(_past.First().Key);
        }

        _window = null;
    }

    private sealed record Window(QuotaSettings? Quota, DayCount Today, long Allowed);
}

/// <summary>Requests of one day.</summary>
internal sealed class DayCount(int day, long counted)
{
    private long _total = counted;
    private long _saved = counted;

    public int Day { get; } = day;

    public long Total => Volatile.Read(ref _total);

    public long Unsaved => Total - Volatile.Read(ref _saved);

    public bool TryAdd(long allowed)
    {
        var total = Volatile.Read(ref _total);
        while (total < allowed)
        {
            var seen = Interlocked.CompareExchange(ref _total, total + 1, total);
            if (seen == total)
            {
                return true;
            }

            total = seen;
        }

        return false;
    }

    public void Add(long requests) => Interlocked.Add(ref _total, requests);

    /// <param name="requests">What was stored of this node's.</param>
    /// <param name="everywhere">The store's total after it: other nodes' requests count here too.</param>
    public void Saved(long requests, long everywhere)
    {
        var saved = Interlocked.Add(ref _saved, requests);
        if (everywhere != saved)
        {
            Interlocked.Add(ref _total, everywhere - saved);
            Interlocked.Add(ref _saved, everywhere - saved);
        }
    }
}

/// <summary>A piece of what is to be stored.</summary>
internal readonly record struct UnsavedCount(UsageCounter Counter, DayCount Day, long Requests);
