using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway;

/// <summary>
/// One page of a collection (rest-control-plane §1.6): <c>items</c>, and <c>position</c> while more follow.
/// </summary>
internal static class Page
{
    private const string TokenPrefix = "id=S";

    /// <param name="all">The whole collection.</param>
    /// <param name="key">What the collection is ordered by; unique.</param>
    /// <param name="write">An element as the contract's shape.</param>
    /// <param name="input">The call's <c>limit</c> and <c>position</c>.</param>
    public static OperationOutput Of<T>(
        IEnumerable<T> all, Func<T, string> key, Func<T, JsonNode> write, OperationInput input)
    {
        var (page, position) = Cut(all, key, input);
        return Write(page, position, write);
    }

    /// <summary>A collection that stands in the order of its keys already: only the page is looked at.</summary>
    /// <param name="after">What follows a key, in order; everything for none.</param>
    /// <param name="key">What the collection is ordered by; unique.</param>
    /// <param name="write">An element as the contract's shape.</param>
    /// <param name="input">The call's <c>limit</c> and <c>position</c>.</param>
    public static OperationOutput OfOrdered<T>(
        Func<string?, IEnumerable<T>> after, Func<T, string> key, Func<T, JsonNode> write, OperationInput input)
    {
        var size = ReadLimit(input.FindInteger("limit"));
        var page = after(ReadPosition(input.FindString("position"))).Take(size + 1).ToList();
        return Write(page.Take(size), page.Count > size ? WritePosition(key(page[size - 1])) : null, write);
    }

    private static OperationOutput Write<T>(IEnumerable<T> page, string? position, Func<T, JsonNode> write)
    {
        var items = new JsonArray();
        foreach (var element in page)
        {
            items.Add(write(element));
        }

        var members = new JsonObject { ["items"] = items };
        if (position is not null)
        {
            members["position"] = position;
        }

        return OperationOutput.Of(members);
    }

    /// <summary>The elements of the page, and the position of the next one while more follow.</summary>
    public static (IEnumerable<T> Page, string? Position) Cut<T>(
        IEnumerable<T> all, Func<T, string> key, OperationInput input)
    {
        var after = ReadPosition(input.FindString("position"));
        var size = ReadLimit(input.FindInteger("limit"));
        var page = all
            .Select(element => (Key: key(element), Element: element))
            .Where(entry => after is null || string.CompareOrdinal(entry.Key, after) > 0)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(size + 1)
            .ToList();
        return (
            page.Take(size).Select(entry => entry.Element),
            page.Count > size ? WritePosition(page[size - 1].Key) : null);
    }

    /// <summary>Out of range falls back to the default, unrejected.</summary>
    private static int ReadLimit(int? limit) =>
        limit is >= 1 and <= ApiGatewayLimits.MaxPageSize ? limit.Value : ApiGatewayLimits.DefaultPageSize;

    private static string WritePosition(string key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(TokenPrefix + key));

    private static string? ReadPosition(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length))
        {
            throw BadPosition();
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.StartsWith(TokenPrefix, StringComparison.Ordinal)
            ? text[TokenPrefix.Length..]
            : throw BadPosition();
    }

    /// <summary>The text is unconfirmed (§1.6).</summary>
    private static Exception BadPosition() => ApiGatewayFaults.BadRequest("Invalid position parameter specified");
}
