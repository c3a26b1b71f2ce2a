using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>One page of a list; the token names the last row, so that pages survive what comes and goes meanwhile.</summary>
internal static class CognitoPage
{
    /// <param name="input">With the size and the token.</param>
    /// <param name="size">The size's member: <c>Limit</c> or <c>MaxResults</c>.</param>
    /// <param name="token">The token's member: <c>NextToken</c> or <c>PaginationToken</c>.</param>
    /// <param name="list">The list's name in the answer.</param>
    /// <param name="items">All of them, in ordinal order of their keys.</param>
    /// <param name="keyOf">Of one.</param>
    /// <param name="show">How one is shown.</param>
    public static OperationOutput Of<T>(
        OperationInput input, string size, string token, string list, IEnumerable<T> items, Func<T, string> keyOf,
        Func<T, JsonNode> show)
    {
        var most = input.FindInteger(size) ?? UserPoolLimits.Page;
        if (most is < 0 or > UserPoolLimits.Page || (most == 0 && size == "MaxResults"))
        {
            var bound = most < 1 ? "greater than or equal to 1" : "less than or equal to 60";
            throw CognitoFaults.Invalid(
                $"1 validation error detected: Value '{most}' at '{char.ToLowerInvariant(size[0])}{size[1..]}' failed to satisfy "
                + $"constraint: Member must have value {bound}");
        }

        var start = StartOf(input.FindString(token));
        var rest = items.Where(item => start is null || string.CompareOrdinal(keyOf(item), start) > 0)
            .Take((most == 0 ? UserPoolLimits.Page : most) + 1).ToList();
        var isMore = rest.Count > (most == 0 ? UserPoolLimits.Page : most);
        if (isMore)
        {
            rest.RemoveAt(rest.Count - 1);
        }

        var output = new JsonObject { [list] = new JsonArray([.. rest.Select(show)]) };
        if (isMore)
        {
            output[token] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(keyOf(rest[^1])));
        }

        return OperationOutput.Of(output);
    }

    private static string? StartOf(string? token)
    {
        if (token is null)
        {
            return null;
        }

        return token.Length <= UserPoolLimits.TokenChars && Base64Url.IsValid(token)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token))
            : throw CognitoFaults.Invalid("Invalid pagination token.");
    }
}
