using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class ListFunctions(FunctionStore store) : IOperation
{
    /// <summary>Most functions in one answer, whatever MaxItems asks for (deployment-and-tools §6.5).</summary>
    private const int PageSize = 50;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var after = ReadMarker(call.Input.FindString("Marker"));
        var size = Math.Clamp(call.Input.FindInteger("MaxItems") ?? PageSize, 1, PageSize);
        var all = await store.Documents.ListAsync<FunctionDocument>(call.Scope, "", cancellationToken);
        var rest = all.Where(function => string.CompareOrdinal(function.Id, after) > 0).ToList();
        var page = rest.Take(size).ToList();
        var output = new JsonObject
        {
            ["Functions"] =
                new JsonArray([.. page.Select(static function => FunctionShape.Configuration(function.Value))]),
        };
        if (rest.Count > page.Count)
        {
            output["NextMarker"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Id));
        }

        return OperationOutput.Of(output);
    }

    private static string ReadMarker(string? marker)
    {
        if (string.IsNullOrEmpty(marker))
        {
            return "";
        }

        var bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw LambdaFaults.InvalidParameter("Invalid Marker");
    }
}
