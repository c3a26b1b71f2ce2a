using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda;

/// <summary>One page of a list: <c>MaxItems</c> and <c>Marker</c> in, <c>NextMarker</c> out.</summary>
internal static class ListPage
{
    /// <summary>Most items in one answer, whatever MaxItems asks for (deployment-and-tools §6.5).</summary>
    private const int PageSize = 50;

    /// <param name="call">With MaxItems and Marker.</param>
    /// <param name="member">Of the list in the output.</param>
    /// <param name="items">All of them, in a fixed order.</param>
    /// <param name="keyOf">What tells an item from every other.</param>
    /// <param name="shape">An item as Lambda shows it.</param>
    public static JsonObject Of<T>(
        OperationCall call, string member, IReadOnlyList<T> items, Func<T, string> keyOf, Func<T, JsonNode> shape)
    {
        var start = FindStart(call.Input.FindString("Marker"), items, keyOf);
        var size = Math.Clamp(call.Input.FindInteger("MaxItems") ?? PageSize, 1, PageSize);
        var page = items.Skip(start).Take(size).ToList();
        var output = new JsonObject { [member] = new JsonArray([.. page.Select(shape)]) };
        if (start + page.Count < items.Count)
        {
            output["NextMarker"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(keyOf(page[^1])));
        }

        return output;
    }

    /// <summary>Behind the item that the marker names; where it has gone meanwhile, the list begins anew.</summary>
    private static int FindStart<T>(string? marker, IReadOnlyList<T> items, Func<T, string> keyOf)
    {
        if (string.IsNullOrEmpty(marker))
        {
            return 0;
        }

        var bytes = new byte[marker.Length];
        if (!Convert.TryFromBase64String(marker, bytes, out var length))
        {
            throw LambdaFaults.InvalidParameter("Invalid Marker");
        }

        var key = Encoding.UTF8.GetString(bytes, 0, length);
        for (var i = 0; i < items.Count; i++)
        {
            if (keyOf(items[i]) == key)
            {
                return i + 1;
            }
        }

        return 0;
    }
}
