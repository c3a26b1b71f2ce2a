namespace Gatehouse.Model.Arns;

/// <summary>Where a request belongs when it does not say: the values local tools expect (design, "Account and region").</summary>
public static class AwsRegion
{
    public const string Default = "us-east-1";

    /// <summary>Lower-case letters, digits and hyphens, 3 to 32: <c>us-east-1</c>, <c>eu-central-2</c>, <c>local</c>.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.Length is < 3 or > 32)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The account that everything belongs to until IAM names others.</summary>
public static class AwsAccount
{
    public const string Default = "000000000000";
}
