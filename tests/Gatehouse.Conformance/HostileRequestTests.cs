using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>Requests that no honest client sends: refused with a 4xx, the connection closed, nothing else harmed.</summary>
public sealed class HostileRequestTests(ServedApi served)
{
    public static TheoryData<string, string> MalformedRequests() => new()
    {
        { "no version", "GET /dev/mock\r\nHost: {{host}}\r\n\r\n" },
        { "unknown version", "GET /dev/mock HTTP/9.9\r\nHost: {{host}}\r\n\r\n" },
        { "no host", "GET /dev/mock HTTP/1.1\r\n\r\n" },
        { "two hosts", "GET /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nHost: other\r\n\r\n" },
        { "space before colon", "GET /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nX-A : b\r\n\r\n" },
        { "header without colon", "GET /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nnonsense\r\n\r\n" },
        { "folded header", "GET /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nX-A: b\r\n c\r\n\r\n" },
        { "NUL in header", "GET /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nX-A: b\0c\r\n\r\n" },
        { "two lengths", "POST /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab" },
        { "negative length", "POST /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: -1\r\n\r\n" },
        { "length with sign", "POST /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: +1\r\n\r\na" },
        { "unknown coding", "POST /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nTransfer-Encoding: gzip\r\n\r\n" },
        { "chunked not last", "POST /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nTransfer-Encoding: chunked, gzip\r\n\r\n" },
        { "bad percent encoding in NUL", "GET /dev/mo%00ck HTTP/1.1\r\nHost: {{host}}\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(MalformedRequests))]
    public async Task A_malformed_request_is_refused_with_a_4xx(string why, string request)
    {
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill(request));

        var response = await connection.ReadAsync();

        response.ShouldNotBeNull(why);
        response.Status.ShouldBeInRange(400, why.EndsWith("version", StringComparison.Ordinal) ? 505 : 499, why); // RFC 9110 §15.6.6
    }

    /// <summary>RFC 9112 §6.3: both framings at once is an attack; the body must not become the next request.</summary>
    [Fact]
    public async Task Length_and_chunked_together_do_not_smuggle_a_second_request()
    {
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill(
            "POST /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "0\r\n\r\nGET /dev/items/special HTTP/1.1\r\nHost: {{host}}\r\n\r\n"));

        var response = await connection.ReadAsync();

        response.ShouldNotBeNull();
        response.Status.ShouldBeInRange(400, 499);
        (await connection.IsClosedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_head_that_is_too_large_is_refused_and_the_connection_closed()
    {
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill(
            "GET /dev/mock HTTP/1.1\r\nHost: {{host}}\r\nX-Big: " + new string('a', 100_000) + "\r\n\r\n"));

        var response = await connection.ReadAsync();

        response.ShouldNotBeNull();
        response.Status.ShouldBe(431);
        (await connection.IsClosedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_body_over_ten_mebibytes_is_refused_before_the_backend_sees_it()
    {
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill(
            "POST /dev/proxy/echo HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: 10485761\r\n\r\n"));

        var response = await connection.ReadAsync();

        response.ShouldNotBeNull();
        response.Status.ShouldBe(413);
        response.Text.ShouldBe("HTTP content length exceeded 10485760 bytes.");
    }

    [Fact]
    public async Task A_pipelined_second_request_is_answered_after_the_first()
    {
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill(
            "GET /dev/items/special HTTP/1.1\r\nHost: {{host}}\r\n\r\nGET /dev/items/1 HTTP/1.1\r\nHost: {{host}}\r\n\r\n"));

        (await connection.ReadAsync())!.Text.ShouldBe("\"special\"");
        (await connection.ReadAsync())!.Text.ShouldBe("\"by id\"");
    }

    /// <summary>A body in chunks that never announces its size is bounded as well.</summary>
    [Fact]
    public async Task A_chunked_body_over_ten_mebibytes_is_cut_off()
    {
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill(
            "POST /dev/http/ok HTTP/1.1\r\nHost: {{host}}\r\nX-HTTP-Method-Override: GET\r\nTransfer-Encoding: chunked\r\n\r\n"));
        var chunk = "100000\r\n" + new string('a', 0x100000) + "\r\n";
        RawResponse? response = null;
        try
        {
            for (var i = 0; i < 12; i++)
            {
                await connection.SendAsync(chunk);
            }

            await connection.SendAsync("0\r\n\r\n");
            response = await connection.ReadAsync();
        }
        catch (IOException)
        {
            // The server closed while we were still sending: as good an answer.
        }

        if (response is not null)
        {
            response.Status.ShouldBeOneOf(200, 413);
        }
    }
}
