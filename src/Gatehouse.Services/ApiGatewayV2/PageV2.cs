using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2;

/// <summary>One page of a collection (http-api §1.3): <c>items</c>, and <c>nextToken</c> while more follow.</summary>
internal static class PageV2
{
    /// <value>Unconfirmed, as is the greatest.</value>
    public const int DefaultSize = 25;

    public const int MaxSize = 1_000;

    private const string TokenPrefix = "v2:";

    /// <param name="all">The whole collection.</param>
    /// <param name="key">What the collection is ordered by; unique.</param>
    /// <param name="write">An element as the contract's shape.</param>
    /// <param name="input">The call's <c>MaxResults</c> and <c>NextToken</c>.</param>
    public static OperationOutput Of<T>(
        IEnumerable<T> all, Func<T, string> key, Func<T, JsonNode> write, OperationInput input) =>
        Of(all, key, write, ReadSize(input.FindString("MaxResults")), input.FindString("NextToken"), "Items");

    public static OperationOutput Of<T>(
        IEnumerable<T> all, Func<T, string> key, JsonTypeInfo<T> typeInfo, OperationInput input) =>
        Of(all, key, element => JsonSerializer.SerializeToNode(element, typeInfo)!, input);

    /// <param name="all">The whole collection.</param>
    /// <param name="key">What the collection is ordered by; unique.</param>
    /// <param name="write">An element as the contract's shape.</param>
    /// <param name="size">Elements of a page.</param>
    /// <param name="token">Where the page begins.</param>
    /// <param name="member">The output member that holds the elements.</param>
    public static OperationOutput Of<T>(
        IEnumerable<T> all, Func<T, string> key, Func<T, JsonNode> write, int size, string? token, string member)
    {
        var after = ReadToken(token);
        var page = all
            .Select(element => (Key: key(element), Element: element))
            .Where(entry => after is null || string.CompareOrdinal(entry.Key, after) > 0)
            .OrderBy(static entry => entry.Key, StringComparer.Ordinal)
            .Take(size + 1)
            .ToList();
        var items = new JsonArray();
        foreach (var (_, element) in page.Take(size))
        {
            items.Add(write(element));
        }

        var members = new JsonObject { [member] = items };
        if (page.Count > size)
        {
            members["NextToken"] =
                Convert.ToBase64String(Encoding.UTF8.GetBytes(TokenPrefix + page[size - 1].Key));
        }

        return OperationOutput.Of(members);
    }

    /// <summary>The texts are unconfirmed; that both are refused is not (§1.3).</summary>
    private static int ReadSize(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return DefaultSize;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size is >= 1 and <= MaxSize
            ? size
            : throw ApiGatewayV2Faults.BadRequest($"Invalid maxResults parameter specified: {text}");
    }

    private static string? ReadToken(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var bytes = new byte[token.Length];
        var text = Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : string.Empty;
        return text.StartsWith(TokenPrefix, StringComparison.Ordinal)
            ? text[TokenPrefix.Length..]
            : throw ApiGatewayV2Faults.BadRequest("Invalid nextToken parameter specified");
    }
}
