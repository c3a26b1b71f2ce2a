using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Tests.Wire.SigV4;

/// <summary>
/// botocore's own signer as an oracle: Python signs the requests that a test generates. A machine without it fails the
/// test; <c>./test</c> installs it.
/// </summary>
internal static class BotocoreSigner
{
    private const string Program = """
        import json, sys
        from botocore.auth import S3SigV4Auth, SigV4Auth, SigV4QueryAuth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        for line in sys.stdin:
            case = json.loads(line)
            credentials = Credentials(case["key"], case["secret"], case.get("token"))
            url = "https://" + case["host"] + case["path"] + ("?" + case["query"] if case["query"] else "")
            request = AWSRequest(case["method"], url, headers=case["headers"], data=case["body"].encode())
            if case["presigned"]:
                SigV4QueryAuth(credentials, case["service"], case["region"], expires=300).add_auth(request)
            else:
                kind = S3SigV4Auth if case["service"] == "s3" else SigV4Auth
                kind(credentials, case["service"], case["region"]).add_auth(request)
            print(json.dumps({"url": request.url, "headers": dict(request.headers.items())}))
        """;

    public static IReadOnlyList<JsonObject> Sign(IReadOnlyList<JsonObject> cases)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", Program])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = python.StandardOutput.ReadToEndAsync();
        var error = python.StandardError.ReadToEndAsync();
        foreach (var one in cases)
        {
            python.StandardInput.WriteLine(one.ToJsonString());
        }

        python.StandardInput.Close();
        python.WaitForExit();
        if (python.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"botocore is needed to check signatures; ./test installs it. {error.GetAwaiter().GetResult()}");
        }

        return [
            .. output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!.AsObject()),
        ];
    }
}
