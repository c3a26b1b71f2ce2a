using System.IO.Pipelines;
using System.Text;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Http.Upstream;

public sealed class UpstreamRequestTests
{
    private static readonly byte[] HostLine = Encoding.ASCII.GetBytes("Host: b:81\r\n");

    [Fact]
    public void The_client_writes_host_and_framing_itself()
    {
        using var request = UpstreamRequest.Rent();
        request.Start("GET", "/a?b=c").ShouldBeTrue();
        request.AddHeader("X-A", "1").ShouldBeTrue();
        request.AddHeader("X-B"u8, "2"u8).ShouldBeTrue();
        Sealed(request).ShouldBe(
            "GET /a?b=c HTTP/1.1\r\nX-A: 1\r\nX-B: 2\r\nHost: b:81\r\nConnection: keep-alive\r\n\r\n");
    }

    [Fact]
    public void A_mapped_host_replaces_the_clients_own_and_stands_once()
    {
        using var request = UpstreamRequest.Rent();
        request.Start("GET", "/").ShouldBeTrue();
        request.AddHeader("host", "other").ShouldBeTrue();
        request.AddHeader("Host", "third").ShouldBeFalse();
        request.AddHeader("HOST"u8, "fourth"u8).ShouldBeFalse();
        Sealed(request).ShouldBe("GET / HTTP/1.1\r\nhost: other\r\nConnection: keep-alive\r\n\r\n");
    }

    [Fact]
    public void A_refused_host_does_not_hide_the_clients_own()
    {
        using var request = UpstreamRequest.Rent();
        request.Start("GET", "/").ShouldBeTrue();
        request.AddHeader("Host", "\ud800").ShouldBeFalse();
        Sealed(request).ShouldContain("Host: b:81\r\n");
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("HEAD", null)]
    [InlineData("OPTIONS", null)]
    [InlineData("DELETE", null)]
    [InlineData("POST", "0")]
    [InlineData("PUT", "0")]
    [InlineData("PATCH", "0")]
    public void Without_a_body_only_methods_that_expect_one_say_its_length(string method, string? length)
    {
        // RFC 9110 §8.6
        using var request = UpstreamRequest.Rent();
        request.Start(method, "/").ShouldBeTrue();
        var text = Sealed(request);
        text.Contains("Content-Length: ").ShouldBe(length is not null);
        text.ShouldNotContain("Transfer-Encoding");
    }

    [Fact]
    public void A_small_body_goes_with_the_head_and_a_large_one_after_it()
    {
        using var small = UpstreamRequest.Rent();
        small.Start("POST", "/").ShouldBeTrue();
        small.SetBody("hello"u8.ToArray());
        Sealed(small).ShouldEndWith("Content-Length: 5\r\n\r\nhello");
        small.RestOfBody.IsEmpty.ShouldBeTrue();

        using var large = UpstreamRequest.Rent();
        large.Start("POST", "/").ShouldBeTrue();
        large.SetBody(new byte[UpstreamLimits.SmallBodyBytes + 1]);
        Sealed(large).ShouldEndWith($"Content-Length: {UpstreamLimits.SmallBodyBytes + 1}\r\n\r\n");
        large.RestOfBody.Length.ShouldBe(UpstreamLimits.SmallBodyBytes + 1);
    }

    [Fact]
    public async Task A_body_that_arrived_already_is_taken_from_its_reader()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("hello"u8.ToArray(), TestContext.Current.CancellationToken);
        using var request = UpstreamRequest.Rent();
        request.Start("PUT", "/").ShouldBeTrue();
        request.SetBody(pipe.Reader, 5);
        Sealed(request).ShouldEndWith("Content-Length: 5\r\n\r\nhello");
        request.BodyReader.ShouldBeNull();
        request.MayBeSentAgain.ShouldBeTrue();
    }

    [Fact]
    public async Task A_body_that_is_still_coming_is_left_to_the_pump_untouched()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("hel"u8.ToArray(), TestContext.Current.CancellationToken);
        using var request = UpstreamRequest.Rent();
        request.Start("PUT", "/").ShouldBeTrue();
        request.SetBody(pipe.Reader, 5);
        Sealed(request).ShouldEndWith("Content-Length: 5\r\n\r\n");
        request.BodyReader.ShouldBeSameAs(pipe.Reader);
        request.MayBeSentAgain.ShouldBeFalse();
        (await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken)).Buffer.Length.ShouldBe(3);
    }

    [Theory] // security.md §11.1, §11.2: the framing is never the caller's
    [InlineData("Content-Length")]
    [InlineData("content-length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Connection")]
    [InlineData("Keep-Alive")]
    [InlineData("Proxy-Connection")]
    [InlineData("TE")]
    [InlineData("Trailer")]
    [InlineData("Upgrade")]
    [InlineData("Expect")]
    [InlineData("")]
    [InlineData("A B")]
    [InlineData("A:")]
    [InlineData("A\r\nB")]
    [InlineData("\u00e9")]
    public void Names_that_are_no_tokens_or_not_the_callers_are_refused(string name)
    {
        using var request = UpstreamRequest.Rent();
        request.Start("GET", "/").ShouldBeTrue();
        request.AddHeader(name, "1").ShouldBeFalse();
        request.AddHeader(Encoding.UTF8.GetBytes(name), "1"u8).ShouldBeFalse();
        Sealed(request).ShouldBe("GET / HTTP/1.1\r\nHost: b:81\r\nConnection: keep-alive\r\n\r\n");
    }

    [Theory]
    [InlineData("a\r\nX: y")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("a\u007f")]
    [InlineData("a\u001b[0m")]
    public void Values_that_would_split_the_head_are_refused(string value)
    {
        using var request = UpstreamRequest.Rent();
        request.Start("GET", "/").ShouldBeTrue();
        request.AddHeader("X", value).ShouldBeFalse();
        request.AddHeader("X"u8, Encoding.UTF8.GetBytes(value)).ShouldBeFalse();
        Sealed(request).ShouldNotContain("X: ");
    }

    [Fact]
    public void Values_beyond_ascii_are_utf8_on_the_wire_and_lone_surrogates_are_refused()
    {
        using var request = UpstreamRequest.Rent();
        request.Start("GET", "/").ShouldBeTrue();
        request.AddHeader("X", "\u00e9\ud83d\ude00\t!").ShouldBeTrue();
        request.AddHeader("Y", "\ud83d").ShouldBeFalse();
        request.Seal(HostLine);
        Encoding.UTF8.GetString(request.FirstBytes.Span).ShouldContain("X: \u00e9\ud83d\ude00\t!\r\nHost");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "a")]
    [InlineData("GET", "/a b")]
    [InlineData("GET", "/a\r\nX: y")]
    [InlineData("GET", "/\u00e9")]
    [InlineData("GET", "/#f")]
    [InlineData("GET", "http://x/")]
    [InlineData("G T", "/")]
    [InlineData("", "/")]
    [InlineData("CONNECT", "/")]
    public void Lines_that_would_not_be_one_request_are_refused(string method, string target)
    {
        using var request = UpstreamRequest.Rent();
        request.Start(method, target).ShouldBeFalse();
    }

    [Fact]
    public void The_head_has_a_limit()
    {
        using var request = UpstreamRequest.Rent();
        request.Start("GET", "/" + new string('a', UpstreamLimits.RequestHeadBytes)).ShouldBeFalse();
        request.Start("GET", "/").ShouldBeTrue();
        var added = 0;
        while (request.AddHeader("X", new string('v', 1_000)))
        {
            added++;
        }

        added.ShouldBeInRange(50, 66);
    }

    [Fact]
    public void A_reused_request_remembers_nothing()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            var request = UpstreamRequest.Rent();
            request.IsHead.ShouldBeFalse();
            request.MayBeSentAgain.ShouldBeFalse();
            request.Start("HEAD", "/x").ShouldBeTrue();
            request.AddHeader("Host", "h").ShouldBeTrue();
            request.SetBody("abc"u8.ToArray());
            Sealed(request).ShouldBe("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc");
            request.Dispose();
            request.Dispose();
        }
    }

    [Theory]
    [InlineData(false, "b", 80, "b")]
    [InlineData(true, "b", 443, "b")]
    [InlineData(true, "b", 80, "b:80")]
    [InlineData(false, "::1", 8080, "[::1]:8080")]
    [InlineData(false, "[::1]", 80, "[::1]")]
    public void The_authority_leaves_out_the_default_port(bool isTls, string host, int port, string authority) =>
        new UpstreamTarget(isTls, host, port, null).FormatAuthority().ShouldBe(authority);

    private static string Sealed(UpstreamRequest request)
    {
        request.Seal(HostLine);
        return Encoding.Latin1.GetString(request.FirstBytes.Span);
    }
}
