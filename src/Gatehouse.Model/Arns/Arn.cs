using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Model.Arns;

/// <summary>An Amazon resource name: <c>arn:partition:service:region:account:resource</c>, the resource left as text.</summary>
public readonly record struct Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <returns><see langword="false"/> unless the text has the six parts and begins with <c>arn:</c>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Arn arn)
    {
        arn = default;
        if (text is null || !text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return false;
        }

        // The resource keeps its own colons: arn:aws:lambda:r:a:function:name:alias.
        var parts = text.Split(':', 6);
        if (parts.Length != 6 || parts[1].Length == 0 || parts[2].Length == 0 || parts[5].Length == 0)
        {
            return false;
        }

        arn = new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
        return true;
    }

    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
