using System.Net;
using System.Text;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Domains;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Server.Composition;

/// <summary>
/// Fetches a bundle of mutual TLS: from the S3 of <c>services.json</c>, or from <c>truststores/bucket/key</c> in the data
/// folder. Only what the operator put there can be reached.
/// </summary>
internal sealed class TruststoreReader(string dataDirectory, ExternalServiceMap services, TimeProvider time) : ITruststoreReader
{
    public const string FolderName = "truststores";

    private const string Scheme = "s3://";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly SigningKeyCache _keys = new();

    public async Task<string> ReadAsync(string uri, string? version, string region, CancellationToken cancellationToken)
    {
        var (bucket, key) = Split(uri);
        var service = services.Find("s3");
        return service.Endpoint is { } endpoint
            ? await FetchAsync(endpoint, service, bucket, key, version, region, cancellationToken)
            : await ReadFileAsync(bucket, key, version, cancellationToken);
    }

    private async Task<string> ReadFileAsync(string bucket, string key, string? version, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(dataDirectory, FolderName);
        var path = Path.GetFullPath(Path.Combine(folder, bucket, key));

        // Split has refused dot segments; this is the second lock on the same door.
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path))
        {
            throw new TruststoreUnreadableException(
                $"The truststore s3://{bucket}/{key} is not available: put it at {FolderName}/{bucket}/{key} in the data folder, or "
                + "name an S3 in services.json.");
        }

        if (version is not null)
        {
            throw new TruststoreUnreadableException("A truststoreVersion needs an S3 with versions; a file has none.");
        }

        try
        {
            await using var file = File.OpenRead(path);
            return await ReadBoundedAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TruststoreUnreadableException($"The truststore s3://{bucket}/{key} cannot be read.");
        }
    }

    private async Task<string> FetchAsync(
        Uri endpoint, ExternalService service, string bucket, string key, string? version, string region,
        CancellationToken cancellationToken)
    {
        var path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{bucket}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}";
        var query = version is null ? string.Empty : $"versionId={Uri.EscapeDataString(version)}";
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Host", endpoint.Authority), new("x-amz-content-sha256", SigV4Names.EmptyPayloadHash),
        };
        if (service.Credentials is { } credentials)
        {
            var signing = new SigningCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken);
            new SigV4Signer(signing, service.Region ?? region, "s3", _keys).SignHeaders(
                "GET", path, query, headers, time.GetUtcNow(), SigV4Names.EmptyPayloadHash);
        }

        var target = new UriBuilder(endpoint) { Path = path, Query = query }.Uri;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new TruststoreUnreadableException(
                    $"The truststore s3://{bucket}/{key} cannot be read: the S3 of services.json answered {(int)response.StatusCode}.");
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadBoundedAsync(body, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new TruststoreUnreadableException(
                $"The truststore s3://{bucket}/{key} cannot be read: the S3 of services.json did not answer.");
        }
    }

    private static async Task<string> ReadBoundedAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = new byte[CertificateLimits.TruststoreBytes + 1];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= CertificateLimits.TruststoreBytes
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new TruststoreUnreadableException($"The truststore is larger than {CertificateLimits.TruststoreBytes} bytes.");
    }

    /// <summary>Bucket and key, without anything that a path could read as another folder.</summary>
    private static (string Bucket, string Key) Split(string uri)
    {
        var rest = uri.StartsWith(Scheme, StringComparison.Ordinal) ? uri[Scheme.Length..] : string.Empty;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var segments = rest.Split('/');
        return slash > 0 && slash < rest.Length - 1
            && segments.All(static one => one is not ("" or "." or "..") && one.All(static c => !char.IsControl(c) && c != '\\'))
                ? (rest[..slash], rest[(slash + 1)..])
                : throw new TruststoreUnreadableException($"Invalid truststoreUri {uri}. It must have the form s3://bucket/key.");
    }
}
