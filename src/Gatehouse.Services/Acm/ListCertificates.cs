using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>A page of certificates. Without a filter of key types it shows RSA 1024 and 2048 alone, as ACM does (deployment-and-tools §2.3).</summary>
internal sealed class ListCertificates(AcmRoom room) : IOperation
{
    private const int PageSize = 1_000;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var statuses = Texts(input.Members["CertificateStatuses"]);
        var includes = input.Members["Includes"] as JsonObject ?? [];
        var keyTypes = Texts(includes["keyTypes"]) is { Count: > 0 } asked ? asked : ["RSA_1024", "RSA_2048"];
        var users = await room.UsersAsync(call.Scope, cancellationToken);
        var all = await room.Documents.ListAsync<CertificateDocument>(call.Scope, "", cancellationToken);
        var summaries = new List<(string Key, JsonObject Summary)>();
        foreach (var one in all)
        {
            using var certificate = X509Certificate2.CreateFromPem(one.Value.Certificate);
            var summary = CertificateShape.Summary(
                call.Scope, one.Value, certificate, users.Contains(CertificateDocument.ArnOf(call.Scope, one.Id)), room.Now);
            if ((statuses.Count == 0 || statuses.Contains(Text(summary, "Status")))
                && keyTypes.Contains(Text(summary, "KeyAlgorithm"))
                && Overlaps(summary, "KeyUsages", includes["keyUsage"])
                && Overlaps(summary, "ExtendedKeyUsages", includes["extendedKeyUsage"])
                && Fits(summary, "ExportOption", includes["exportOption"]) && Fits(summary, "ManagedBy", includes["managedBy"]))
            {
                summaries.Add(($"{one.Value.CreatedAt.ToUnixTimeMilliseconds():D16} {one.Id}", summary));
            }
        }

        summaries.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        if (input.FindString("SortOrder") != "ASCENDING")
        {
            summaries.Reverse();
        }

        return Page(summaries, input);
    }

    /// <summary>The token names the last one shown, so that a deletion meanwhile leads nobody astray.</summary>
    private static OperationOutput Page(List<(string Key, JsonObject Summary)> summaries, OperationInput input)
    {
        var size = input.FindInteger("MaxItems") is { } asked ? Math.Clamp(asked, 1, PageSize) : PageSize;
        var start = 0;
        if (input.FindString("NextToken") is { } token)
        {
            var bytes = new byte[token.Length];
            var after = Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
            start = after is null ? -1 : summaries.FindIndex(one => one.Key == after);
            if (start < 0)
            {
                throw AcmFaults.Invalid("The NextToken is not valid.");
            }

            start++;
        }

        var page = summaries.Skip(start).Take(size).ToList();
        var answer = new JsonObject
        {
            ["CertificateSummaryList"] = new JsonArray([.. page.Select(static one => (JsonNode)one.Summary)]),
        };
        if (start + page.Count < summaries.Count)
        {
            answer["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Key));
        }

        return OperationOutput.Of(answer);
    }

    private static HashSet<string> Texts(JsonNode? list) =>
        [.. (list as JsonArray ?? []).OfType<JsonValue>().Select(static one => one.GetValue<string>())];

    private static string Text(JsonObject summary, string member) => summary[member]?.GetValue<string>() ?? string.Empty;

    private static bool Overlaps(JsonObject summary, string member, JsonNode? asked) =>
        Texts(asked) is not { Count: > 0 } wanted || wanted.Overlaps(Texts(summary[member]));

    private static bool Fits(JsonObject summary, string member, JsonNode? asked) =>
        asked is null || Text(summary, member) == asked.GetValue<string>();
}
