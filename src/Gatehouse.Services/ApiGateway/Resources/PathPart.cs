namespace Gatehouse.Services.ApiGateway.Resources;

/// <summary>
/// What a path part may be (rest-control-plane §2.3): a literal, <c>{name}</c>, or greedy <c>{name+}</c>.
/// </summary>
internal static class PathPart
{
    private const string Punctuation = ":._-$";

    public static bool IsVariable(string part) => part.StartsWith('{');

    public static bool IsGreedy(string? part) => part is not null && part.EndsWith("+}", StringComparison.Ordinal);

    public static void Check(string? part)
    {
        if (string.IsNullOrEmpty(part))
        {
            throw ApiGatewayFaults.BadRequest("Resource's path part must be specified");
        }

        var name = part;
        if (IsVariable(part) && part.EndsWith('}'))
        {
            name = IsGreedy(part) ? part[1..^2] : part[1..^1];
        }

        if (name.Length == 0 || !name.All(IsAllowed))
        {
            throw ApiGatewayFaults.BadRequest(
                "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the "
                + "beginning and the end.");
        }
    }

    private static bool IsAllowed(char c) =>
        char.IsAsciiLetterOrDigit(c) || Punctuation.Contains(c, StringComparison.Ordinal);
}
