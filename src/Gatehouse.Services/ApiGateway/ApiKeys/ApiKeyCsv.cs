using System.Text;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

/// <summary>
/// The file of ImportApiKeys (rest-control-plane §6.1): the first row names the columns, in any order and case; unknown
/// ones are ignored; values are trimmed, and quoted (<c>"a,b"</c> or <c>'a,b'</c>) where they hold a comma.
/// </summary>
internal static class ApiKeyCsv
{
    public const string Name = "name";
    public const string Key = "key";
    public const string Description = "description";
    public const string Enabled = "enabled";
    public const string UsagePlanIds = "usageplanids";

    private const char ByteOrderMark = '\uFEFF';

    /// <summary>The rows after the header, by column.</summary>
    /// <exception cref="Wire.Faults.ServiceFaultException">The header lacks a required column.</exception>
    public static List<ApiKeyRow> Read(ReadOnlySpan<byte> payload)
    {
        var rows = Split(Encoding.UTF8.GetString(payload).TrimStart(ByteOrderMark));
        if (rows.Count == 0)
        {
            throw ApiGatewayFaults.BadRequest("The CSV file is empty.");
        }

        var columns = rows[0].Fields.ConvertAll(field => field.ToLowerInvariant());
        foreach (var required in new[] { Name, Key })
        {
            if (!columns.Contains(required))
            {
                // The text is unconfirmed (§6.1).
                throw ApiGatewayFaults.BadRequest($"Missing required column in the CSV header: {required}");
            }
        }

        return rows.ConvertAll(row => new ApiKeyRow(row.Line, Zip(columns, row.Fields)))[1..];
    }

    private static Dictionary<string, string> Zip(List<string> columns, List<string> fields)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Count && i < fields.Count; i++)
        {
            row.TryAdd(columns[i], fields[i]);
        }

        return row;
    }

    private static List<(int Line, List<string> Fields)> Split(string text)
    {
        var rows = new List<(int, List<string>)>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var quote = '\0';
        int line = 1, start = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
            }

            if (quote != '\0')
            {
                if (c != quote)
                {
                    field.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == quote)
                {
                    field.Append(quote); // RFC 4180 §2.7: a doubled quote stands for one
                    i++;
                }
                else
                {
                    quote = '\0';
                }
            }
            else if (c is '"' or '\'' && string.IsNullOrWhiteSpace(field.ToString()))
            {
                field.Clear();
                quote = c;
            }
            else if (c == ',')
            {
                Take();
            }
            else if (c is '\n' or '\r')
            {
                End();
            }
            else
            {
                field.Append(c);
            }
        }

        End();
        return rows;

        void Take()
        {
            fields.Add(field.ToString().Trim());
            field.Clear();
        }

        void End()
        {
            Take();
            if (fields.Count > 1 || fields[0].Length > 0)
            {
                rows.Add((start, fields));
            }

            fields = [];
            start = line;
        }
    }
}

/// <summary>A row of the file.</summary>
/// <param name="Line">The line on which it begins, for warnings.</param>
/// <param name="Fields">By lower-case column.</param>
internal sealed record ApiKeyRow(int Line, Dictionary<string, string> Fields)
{
    /// <returns><see langword="null"/> when the column or its value is not there.</returns>
    public string? Find(string column) => Fields.GetValueOrDefault(column) is { Length: > 0 } value ? value : null;
}
