using System.Text.RegularExpressions;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda;

/// <summary>
/// The forms in which a caller names a function: a name, <c>account:function:name</c>, or an ARN, each with an
/// optional qualifier (deployment-and-tools §6.1).
/// </summary>
internal static partial class FunctionReference
{
    /// <summary>The member that names the function in most operations.</summary>
    public const string Member = "FunctionName";

    private const string Pattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?";

    /// <exception cref="Wire.Faults.ServiceFaultException">A malformed name, or another region's.</exception>
    public static FunctionName Read(OperationCall call, string member = Member)
    {
        var name = ReadAnywhere(call, member);
        return name.Region == call.Scope.Region ? name : throw LambdaFaults.OtherRegion(name.Region, call.Scope.Region);
    }

    /// <summary>A function that may be of another region: whether it can be called there, others know.</summary>
    /// <exception cref="Wire.Faults.ServiceFaultException">A malformed name.</exception>
    public static FunctionName ReadAnywhere(OperationCall call, string member = Member)
    {
        var text = call.Input.RequiredString(member);
        var match = Form().Match(text);
        if (!match.Success || text.Length > 200)
        {
            throw LambdaFaults.Constraint(
                text,
                char.ToLowerInvariant(member[0]) + member[1..],
                $"Member must satisfy regular expression pattern: {Pattern}");
        }

        var region = match.Groups["region"] is { Success: true, Value: var asked } ? asked : call.Scope.Region;
        var account = match.Groups["account"] is { Success: true, Value: var owner } ? owner : call.Scope.Account;
        var qualifier = match.Groups["qualifier"] is { Success: true, Value: var inName } ? inName : null;
        var given = call.Input.FindString("Qualifier");
        if (given is not null && qualifier is not null && given != qualifier)
        {
            throw LambdaFaults.InvalidParameter(
                $"The derived qualifier from the function name does not match the specified qualifier.");
        }

        return new FunctionName(account, region, match.Groups["name"].Value, given ?? qualifier);
    }

    [GeneratedRegex(
        @"^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?<region>[a-z]{2}(?:-gov)?-[a-z]+-[0-9]):)?(?:(?<account>[0-9]{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_.]{1,140})(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]{1,128}))?$",
        RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
