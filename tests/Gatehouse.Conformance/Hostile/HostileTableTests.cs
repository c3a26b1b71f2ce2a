using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.Hostile;

/// <summary>
/// Every row over a raw socket against the built server: the answer it gets, and that what the backend gets is what the
/// client meant, or nothing.
/// </summary>
public sealed class HostileTableTests(HostileApi api) : IClassFixture<HostileApi>
{
    private static readonly Dictionary<string, HostileCase> Table =
        HostileTargets.Cases.Concat(HostileFraming.Cases).Concat(HostileHeaders.Cases).Concat(HostileBodies.Cases)
            .Concat(HostileMappings.Cases).ToDictionary(static row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. Table.Keys];

    [Fact]
    public void The_table_has_at_least_150_rows() => Table.Count.ShouldBeGreaterThan(150);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_request_gets_its_answer_and_never_reaches_a_backend_altered(string name)
    {
        var row = Table[name];
        api.Backend.Requests.Clear();
        using (var connection = await RawConnection.OpenAsync(api.Server.Port))
        {
            await SendAsync(connection, api.Fill(row.Bytes));
            await CheckAnswerAsync(connection, row);
        }

        // The server lives, and whatever else it made of those bytes it has made by now.
        using var after = await RawConnection.OpenAsync(api.Server.Port);
        await after.SendAsync(api.Fill(HostileCase.Get("/dev/mock", "Connection: close")));
        (await after.ReadAsync())!.Text.ShouldBe("{\"mock\":true}");
        CheckBackend(row);
    }

    /// <summary>A server that refuses early closes while the rest is still on its way.</summary>
    private static async Task SendAsync(RawConnection connection, string bytes)
    {
        try
        {
            await connection.SendAsync(bytes);
        }
        catch (IOException)
        {
            // The answer tells.
        }
    }

    private static async Task CheckAnswerAsync(RawConnection connection, HostileCase row)
    {
        RawResponse? response;
        try
        {
            response = await connection.ReadAsync();
        }
        catch (IOException)
        {
            response = null; // cut off before an answer
        }

        var status = response?.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "close";
        row.Status.Split('|').ShouldContain(status, row.Name);
        if (response is null)
        {
            return;
        }

        var head = string.Join("\r\n", response.Headers.Select(static header => $"{header.Key}: {header.Value}"));
        if (row.Body is not null)
        {
            response.Text.ShouldBe(row.Body);
        }

        if (row.AnswerHolds is not null)
        {
            head.ShouldContain(row.AnswerHolds, Case.Insensitive);
        }

        foreach (var piece in row.AnswerLacks)
        {
            head.ShouldNotContain(piece, Case.Insensitive);
        }

        if (row.Closes)
        {
            (await connection.IsClosedAsync()).ShouldBeTrue("the connection serves no second request");
        }
    }

    private void CheckBackend(HostileCase row)
    {
        var seen = api.Backend.Requests.ToArray();
        var all = string.Join("\n----\n", seen);
        if (row.Sees is null)
        {
            seen.ShouldBeEmpty();
        }
        else
        {
            seen.Length.ShouldBe(1, all);
            foreach (var piece in row.Sees)
            {
                all.ShouldContain(api.Fill(piece), Case.Sensitive);
            }
        }

        foreach (var piece in row.Lacks)
        {
            all.ShouldNotContain(piece, Case.Insensitive);
        }
    }
}
