using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>Asks STS for a role's credentials (<c>AssumeRole</c>, Query protocol, version 2011-06-15).</summary>
internal sealed class StsClient(UpstreamClient client, SigningKeyCache keys, TimeProvider time)
{
    private const string FormType = "application/x-www-form-urlencoded; charset=utf-8";

    /// <summary>The name by which CloudTrail knows calls of API Gateway (sheet §5.3).</summary>
    private const string SessionName = "BackplaneAssumeRoleSession";

    public async Task<RoleAnswer> AssumeAsync(AssumedRole role, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(
            $"Action=AssumeRole&Version=2011-06-15&RoleArn={Uri.EscapeDataString(role.RoleArn)}"
            + $"&RoleSessionName={SessionName}");
        var sts = role.Sts;
        var path = sts.PathPrefix.Length == 0 ? "/" : sts.PathPrefix;
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Host", sts.Host), new("Content-Type", FormType),
        };
        var credentials = new SigningCredentials(
            sts.Credentials.AccessKeyId, sts.Credentials.SecretAccessKey, sts.Credentials.SessionToken);
        new SigV4Signer(credentials, sts.Region, "sts", keys).SignHeaders(
            "POST", path, string.Empty, headers, time.GetUtcNow(), SigV4Signer.HashPayload(body));

        using var request = UpstreamRequest.Rent();
        if (!request.Start("POST", path) || !headers.TrueForAll(h => request.AddHeader(h.Key, h.Value)))
        {
            return RoleAnswer.Refused("the request to STS cannot be written");
        }

        request.SetBody(body);
        await using var exchange =
            await client.SendAsync(sts.Target, request, AwsLimits.StsTimeout, cancellationToken);
        if (exchange.Fault != UpstreamFault.None)
        {
            return RoleAnswer.Refused($"STS at {sts.Url}: {exchange.Fault}, {exchange.FaultDetail}");
        }

        var read = await exchange.ReadBodyAsync(AwsLimits.StsAnswerBytes, cancellationToken);
        return read.Fault != UpstreamFault.None
            ? RoleAnswer.Refused($"STS at {sts.Url}: {read.Fault}, {exchange.FaultDetail}")
            : Read(exchange.StatusCode, read.Bytes);
    }

    private static RoleAnswer Read(int status, ReadOnlyMemory<byte> body)
    {
        if (QueryXml.TryParse(body) is not { } root)
        {
            return RoleAnswer.Refused(
                string.Create(CultureInfo.InvariantCulture, $"STS answered {status} and no XML"));
        }

        if (status != 200)
        {
            return RoleAnswer.Refused(string.Create(
                CultureInfo.InvariantCulture,
                $"STS answered {status} {Text(root, "Code")}: {Text(root, "Message")}"));
        }

        var id = Text(root, "AccessKeyId");
        var secret = Text(root, "SecretAccessKey");
        var isDated = DateTimeOffset.TryParse(
            Text(root, "Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiration);
        return id is null || secret is null || !isDated
            ? RoleAnswer.Refused("STS answered without credentials")
            : new RoleAnswer
            {
                Credentials = new SigningCredentials(id, secret, Text(root, "SessionToken")),
                Expiration = expiration,
            };
    }

    private static string? Text(XElement root, string name) =>
        root.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim();
}
