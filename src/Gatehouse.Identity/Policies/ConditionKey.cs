namespace Gatehouse.Identity.Policies;

/// <summary>The context keys that a request carries today (security §2.6).</summary>
internal enum ConditionKey
{
    SourceArn = 0,
    SourceAccount = 1,
}

internal static class ConditionKeys
{
    /// <summary>Names compare without case (security §2.1): AddPermission itself writes <c>AWS:SourceArn</c>.</summary>
    public static bool TryParse(string name, out ConditionKey key)
    {
        var isArn = name.Equals("aws:SourceArn", StringComparison.OrdinalIgnoreCase);
        key = isArn ? ConditionKey.SourceArn : ConditionKey.SourceAccount;
        return isArn || name.Equals("aws:SourceAccount", StringComparison.OrdinalIgnoreCase);
    }
}
