using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>Backends that die, lie or stall: the right answer, the connection not reused, no other request harmed.</summary>
public sealed class BackendFaultTests(ServedApi served)
{
    [Theory]
    [InlineData("dies-before")]
    [InlineData("dies-in-head")]
    [InlineData("garbage")]
    [InlineData("conflicting-lengths")]
    public async Task A_backend_that_answers_nothing_usable_is_an_integration_failure(string path)
    {
        var response = await GetAsync($"/dev/proxy/{path}");

        response!.Status.ShouldBe(504); // rest-execution §5.9: network error communicating with endpoint
        response.Text.ShouldBe("""{"message": "Network error communicating with endpoint"}""");
        (await GetAsync("/dev/proxy/chunked"))!.Text.ShouldBe("hello world");
    }

    [Fact]
    public async Task A_backend_that_dies_in_the_body_never_looks_like_a_whole_answer()
    {
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill("GET /dev/proxy/dies-in-body HTTP/1.1\r\nHost: {{host}}\r\n\r\n"));

        RawResponse? response = null;
        try
        {
            response = await connection.ReadAsync();
        }
        catch (IOException)
        {
            // Cut off in the middle: the client sees that the body is short.
        }

        if (response is not null)
        {
            response.Status.ShouldBeInRange(500, 504);
        }

        (await GetAsync("/dev/proxy/chunked"))!.Text.ShouldBe("hello world");
    }

    [Fact]
    public async Task Bytes_after_an_answer_are_never_taken_for_the_next_one()
    {
        (await GetAsync("/dev/proxy/extra-bytes"))!.Text.ShouldBe("ok");
        for (var i = 0; i < 5; i++)
        {
            (await GetAsync("/dev/proxy/chunked"))!.Text.ShouldBe("hello world");
        }
    }

    [Fact]
    public async Task A_slow_backend_delays_no_other_request()
    {
        var slow = GetAsync("/dev/proxy/never");

        (await GetAsync("/dev/mock"))!.Status.ShouldBe(200);
        (await GetAsync("/dev/proxy/chunked"))!.Status.ShouldBe(200);
        slow.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Connections_to_a_backend_are_reused()
    {
        await GetAsync("/dev/proxy/chunked");
        var before = served.Backend.Connections;
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        for (var i = 0; i < 20; i++)
        {
            await connection.SendAsync(served.Fill("GET /dev/proxy/chunked HTTP/1.1\r\nHost: {{host}}\r\n\r\n"));
            (await connection.ReadAsync())!.Status.ShouldBe(200);
        }

        (served.Backend.Connections - before).ShouldBeLessThan(20);
    }

    private async Task<RawResponse?> GetAsync(string path)
    {
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill($"GET {path} HTTP/1.1\r\nHost: {{{{host}}}}\r\n\r\n"));
        return await connection.ReadAsync();
    }
}
