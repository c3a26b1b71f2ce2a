using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam;

/// <summary>One page of a list: <c>MaxItems</c>, <c>Marker</c>, <c>IsTruncated</c> (security §3.1).</summary>
internal static class IamPage
{
    /// <param name="input">With MaxItems and Marker.</param>
    /// <param name="member">The list's name in the answer.</param>
    /// <param name="items">All of them, in a stable order.</param>
    /// <param name="show">How one is shown.</param>
    public static OperationOutput Of<T>(OperationInput input, string member, IReadOnlyList<T> items, Func<T, JsonNode> show)
    {
        var output = new JsonObject();
        Add(output, input, member, items, show);
        return OperationOutput.Of(output);
    }

    public static void Add<T>(
        JsonObject output, OperationInput input, string member, IReadOnlyList<T> items, Func<T, JsonNode> show)
    {
        var size = input.FindInteger("MaxItems") ?? IdentityLimits.DefaultPage;
        if (size is < 1 or > IdentityLimits.MaxPage)
        {
            throw IamRoom.Invalid(
                $"1 validation error detected: Value '{size}' at 'maxItems' failed to satisfy constraint: Member must "
                + (size < 1 ? "have value greater than or equal to 1" : "have value less than or equal to 1000"));
        }

        var start = StartOf(input.FindString("Marker"));
        output[member] = new JsonArray([.. items.Skip(start).Take(size).Select(show)]);
        var isTruncated = start + size < items.Count;
        output["IsTruncated"] = isTruncated;
        if (isTruncated)
        {
            output["Marker"] = Convert.ToBase64String(
                Encoding.ASCII.GetBytes((start + size).ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static int StartOf(string? marker)
    {
        if (marker is null)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[16];
        return Convert.TryFromBase64String(marker, bytes, out var length)
            && int.TryParse(Encoding.ASCII.GetString(bytes[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw IamRoom.Invalid("Invalid Marker.");
    }
}
