using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Tests.Execution.WebSockets;

/// <summary>
/// Signs a URL as clients in browsers do (AWS's "Authenticating requests: using query parameters"), written here anew so that the
/// verifier meets something else than itself.
/// </summary>
internal static class Presigner
{
    public static string Sign(string host, string path, string query, string accessKeyId, string secret, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/us-east-1/execute-api/aws4_request";
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["X-Amz-Algorithm"] = "AWS4-HMAC-SHA256",
            ["X-Amz-Credential"] = $"{accessKeyId}/{scope}",
            ["X-Amz-Date"] = time,
            ["X-Amz-Expires"] = "300",
            ["X-Amz-SignedHeaders"] = "host",
        };
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            parameters[pair.Split('=')[0]] = pair.Split('=')[1];
        }

        var text = string.Join('&', parameters.Select(static p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        var empty = Convert.ToHexStringLower(SHA256.HashData([]));
        var canonical = $"GET\n{path}\n{text}\nhost:{host}\n\nhost\n{empty}";
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return $"{path}?{text}&X-Amz-Signature={Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)))}";
    }
}
