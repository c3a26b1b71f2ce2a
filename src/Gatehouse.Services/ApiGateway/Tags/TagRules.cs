using System.Collections.Immutable;

namespace Gatehouse.Services.ApiGateway.Tags;

/// <summary>What a tag may be (rest-control-plane §1.13). The texts are unconfirmed there.</summary>
internal static class TagRules
{
    private const string Punctuation = " .:+=@_/-";

    /// <summary>Checks the tags a caller sends; none at all becomes <see langword="null"/>.</summary>
    public static ImmutableSortedDictionary<string, string>? Check(ImmutableSortedDictionary<string, string>? tags)
    {
        if (tags is null || tags.IsEmpty)
        {
            return null;
        }

        if (tags.Count > ApiGatewayLimits.TagsPerResource)
        {
            throw ApiGatewayFaults.BadRequest(
                $"Maximum number of tags for this resource has been reached: {ApiGatewayLimits.TagsPerResource}");
        }

        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > ApiGatewayLimits.TagKeyLength || !IsText(key))
            {
                throw ApiGatewayFaults.BadRequest($"Invalid tag key specified: {key}");
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw ApiGatewayFaults.BadRequest("aws: prefixed tag key names are not allowed for external use.");
            }

            if (value.Length > ApiGatewayLimits.TagValueLength || !IsText(value))
            {
                throw ApiGatewayFaults.BadRequest($"Invalid tag value specified: {value}");
            }
        }

        return tags;
    }

    private static bool IsText(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || Punctuation.Contains(c, StringComparison.Ordinal));
}
