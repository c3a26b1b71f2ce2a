using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance.Hostile;

/// <summary>
/// Runs one row over a raw socket against the built server: the answer it gets, and that what the backend gets is what the
/// client meant, or nothing.
/// </summary>
/// <param name="port">The server's.</param>
/// <param name="backend">Remembers what it gets.</param>
/// <param name="fill">Puts host and API id in.</param>
/// <param name="alive">A request that never reaches the backend, and its answer.</param>
internal sealed class HostileRunner(
    int port, RecordingBackend backend, Func<string, string> fill, (string Request, string Answer) alive)
{
    public async Task RunAsync(HostileCase row)
    {
        backend.Requests.Clear();
        using (var connection = await RawConnection.OpenAsync(port))
        {
            await SendAsync(connection, fill(row.Bytes));
            await CheckAnswerAsync(connection, row);
            if (row.Sees is not null && backend.Requests.IsEmpty)
            {
                _ = await connection.ReadAsync(); // a second request is on its way, and would end with its connection
            }
        }

        // The server lives, and whatever else it made of those bytes it has made by now.
        using var after = await RawConnection.OpenAsync(port);
        await after.SendAsync(fill(alive.Request));
        (await after.ReadAsync())!.Text.ShouldBe(alive.Answer);
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
        var seen = backend.Requests.ToArray();
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
                all.ShouldContain(fill(piece), Case.Sensitive);
            }
        }

        foreach (var piece in row.Lacks)
        {
            all.ShouldNotContain(piece, Case.Insensitive);
        }
    }
}
