namespace Gatehouse.Model.UsagePlans;

/// <summary>Where the periods of a quota begin and end. All begin at 00:00 UTC (rest-execution §10.2).</summary>
public static class QuotaPeriod
{
    public const string Day = "DAY";
    public const string Week = "WEEK";
    public const string Month = "MONTH";

    /// <summary>Days of the longest period.</summary>
    public const int MaxDays = 31;

    private const int DaysOfWeek = 7;

    /// <returns>The first day of the period that the day belongs to.</returns>
    public static DateOnly StartOf(QuotaSettings quota, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(quota);
        switch (quota.Period)
        {
            case Week:
                return day.AddDays(-(((int)day.DayOfWeek - quota.Offset + DaysOfWeek) % DaysOfWeek));
            case Month:
                var start = new DateOnly(day.Year, day.Month, 1 + quota.Offset);
                return start <= day ? start : start.AddMonths(-1);
            case Day:
                return day;
            default:
                throw new ArgumentException($"The quota period {quota.Period} is unknown.", nameof(quota));
        }
    }
}
