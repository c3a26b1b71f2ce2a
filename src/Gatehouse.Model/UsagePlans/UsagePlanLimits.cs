namespace Gatehouse.Model.UsagePlans;

/// <summary>Bounds of keys and plans. Source: rest-control-plane §2.11 to §2.14, §6.1 and §9.</summary>
public static class UsagePlanLimits
{
    public const int ApiKeyIdLength = 10;

    /// <value>Letters and digits of a value that AWS makes up.</value>
    public const int GeneratedValueLength = 40;

    public const int MinValueLength = 20;

    /// <value>Imported values are held to more characters than created ones.</value>
    public const int MinImportedValueLength = 30;

    public const int MaxValueLength = 128;

    public const int MaxNameLength = 1_024;

    public const int MaxDescriptionLength = 125_000;

    public const int MethodThrottlesPerStage = 20;

    /// <value>Days that GetUsage answers at once. The guide keeps usage for 90 days.</value>
    public const int MaxUsageDays = 90;

    /// <value>Months before the current one whose usage is kept: 90 days reach into three of them.</value>
    public const int UsageMonths = 4;
}
