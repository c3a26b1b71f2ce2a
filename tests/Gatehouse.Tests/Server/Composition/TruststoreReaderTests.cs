using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Domains;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Server.Composition;
using Gatehouse.Tests.Storage;
using Shouldly;

namespace Gatehouse.Tests.Server.Composition;

/// <summary>Where bundles of mutual TLS come from (security §9.1).</summary>
public sealed class TruststoreReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_of_the_data_folder_is_read_and_nothing_beside_it()
    {
        var bucket = Path.Combine(_folder.Path, TruststoreReader.FolderName, "bucket", "deep");
        Directory.CreateDirectory(bucket);
        await File.WriteAllTextAsync(Path.Combine(bucket, "trust.pem"), "bundle", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "master.key"), "secret", Cancellation);

        (await ReadAsync("s3://bucket/deep/trust.pem")).ShouldBe("bundle");
        foreach (var wrong in new[]
        {
            "s3://bucket/none.pem", "s3://bucket/../master.key", "s3://../master.key", "s3://bucket/deep/../../../master.key",
            "s3://bucket/./deep/trust.pem", "s3://bucket//deep/trust.pem", "s3://bucket/", "s3://bucket", "file:///etc/passwd",
            "s3://bucket/deep\\trust.pem", "s3://bucket/deep",
        })
        {
            await Should.ThrowAsync<TruststoreUnreadableException>(() => ReadAsync(wrong), wrong);
        }

        await Should.ThrowAsync<TruststoreUnreadableException>(() => ReadAsync("s3://bucket/deep/trust.pem", "1"));
    }

    [Fact]
    public async Task A_bundle_that_is_too_large_is_refused()
    {
        var bucket = Path.Combine(_folder.Path, TruststoreReader.FolderName, "bucket");
        Directory.CreateDirectory(bucket);
        await File.WriteAllBytesAsync(Path.Combine(bucket, "large"), new byte[CertificateLimits.TruststoreBytes + 1], Cancellation);

        await Should.ThrowAsync<TruststoreUnreadableException>(() => ReadAsync("s3://bucket/large"));
    }

    [Fact]
    public async Task An_S3_is_asked_by_path_and_version_and_the_call_is_signed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var reading = ReadAsync("s3://bucket/a b/trust.pem", "v 1", listener);

        var request = await AnswerAsync(listener, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nbundle");

        (await reading).ShouldBe("bundle");
        request.ShouldStartWith("GET /bucket/a%20b/trust.pem?versionId=v%201 HTTP/1.1\r\n");
        request.ShouldContain("/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date,");
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task An_S3_that_refuses_or_leads_elsewhere_gives_no_bundle(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var reading = ReadAsync("s3://bucket/key", null, listener);
        await AnswerAsync(listener, answer);

        await Should.ThrowAsync<TruststoreUnreadableException>(() => reading);
    }

    private static async Task<string> AnswerAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        await using var stream = client.GetStream();
        var buffer = new byte[16_384];
        var length = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            length += await stream.ReadAsync(buffer.AsMemory(length), Cancellation);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Cancellation);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private Task<string> ReadAsync(string uri, string? version = null, TcpListener? s3 = null)
    {
        var services = s3 is null
            ? ExternalServiceMap.Empty
            : new ExternalServiceMap
            {
                Services = new Dictionary<string, ExternalService>
                {
                    ["s3"] = new()
                    {
                        Endpoint = new Uri($"http://{s3.LocalEndpoint}"), Credentials = new ServiceCredentials("id", "secret", null),
                    },
                }.ToFrozenDictionary(),
            };
        return new TruststoreReader(_folder.Path, services, TimeProvider.System).ReadAsync(uri, version, "us-east-1", Cancellation);
    }
}
