using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Logs;
using Gatehouse.Server.Commands;
using Gatehouse.Server.Composition;
using Shouldly;

namespace Gatehouse.Tests.Server;

/// <summary><c>gatehouse logs</c>: what it prints, and what it says when there is nothing to print.</summary>
public sealed class LogsReadingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeLogs _logs = new();
    private readonly StringWriter _output = new();

    [Fact]
    public async Task Without_a_group_it_lists_them()
    {
        _logs.Add("/aws/lambda/hello", "x");

        (await RunAsync()).ShouldBe(0);

        _output.ToString().ShouldBe($"/aws/lambda/hello  000000000000/us-east-1, 27 bytes{Environment.NewLine}");
    }

    [Fact]
    public async Task Without_any_group_it_says_what_makes_one()
    {
        (await RunAsync()).ShouldBe(0);

        _output.ToString().ShouldContain("accessLogSettings");
    }

    [Fact]
    public async Task A_part_of_a_name_is_enough_when_it_fits_one_group()
    {
        _logs.Add("/aws/lambda/hello", "from hello");
        _logs.Add("/aws/lambda/other", "from other");

        await RunAsync(group: "hello");

        _output.ToString().ShouldBe($"2026-01-31T11:59:00.000Z from hello{Environment.NewLine}");
        (await Should.ThrowAsync<OperatorException>(() => RunAsync(group: "lambda"))).Message.ShouldContain("/aws/lambda/other");
        (await Should.ThrowAsync<OperatorException>(() => RunAsync(group: "nothing"))).Message.ShouldContain("gatehouse logs");
    }

    [Fact]
    public async Task Why_prints_the_gateways_reason_before_every_other_line_of_the_request()
    {
        _logs.Add("API-Gateway-Execution-Logs_a/dev", "(id-1) Method completed with status: 403");
        _logs.Add(LogGroupNames.Decisions, "(id-1) GET /dev/x of a/dev answered 403 INVALID_API_KEY: no API Key was sent");
        _logs.Add("access", "other");

        (await RunAsync(why: "id-1")).ShouldBe(0);

        var lines = _output.ToString().Split(Environment.NewLine);
        lines[0].ShouldBe(LogGroupNames.Decisions);
        lines[1].ShouldEndWith("no API Key was sent");
        lines[2].ShouldBe("API-Gateway-Execution-Logs_a/dev");
        lines.ShouldNotContain("access");
    }

    [Fact]
    public async Task Why_of_an_unknown_request_says_what_is_kept()
    {
        (await RunAsync(why: "nope")).ShouldBe(1);

        _output.ToString().ShouldContain("x-amzn-RequestId");
    }

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7_200)]
    [InlineData("1.5d", 129_600)]
    [InlineData("2026-01-31T11:59:00Z", 60)]
    public void Since_is_a_span_or_a_time(string text, int seconds) =>
        LogsReading.ParseSince(text, Now).ShouldBe(Now.AddSeconds(-seconds));

    [Theory]
    [InlineData("soon")]
    [InlineData("10")]
    [InlineData("-1h")]
    [InlineData("")]
    public void What_is_neither_is_refused(string text) =>
        Should.Throw<OperatorException>(() => LogsReading.ParseSince(text, Now));

    [Fact]
    public void Control_characters_of_strangers_do_not_drive_the_terminal() =>
        LogsReading.Printable("a\u001b[2Jb\r\nnext\tc\u009b").ShouldBe("a\\u001b[2Jb\n    next\tc\\u009b");

    private Task<int> RunAsync(string? group = null, string? why = null) =>
        new LogsReading(_logs, new Terminal(_output, hasColor: false), new StoppedClock()).RunAsync(
            new LogsRequest { Folder = "unused", Group = group, Why = why, Terms = [], Limit = 100 }, CancellationToken.None);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class FakeLogs : ILogReader
    {
        private readonly List<(string Group, LogEvent Event)> _events = [];

        public void Add(string group, string message) => _events.Add(
            (group, new LogEvent(_events.Count + 1, "s", Now.AddMinutes(-1), Now, message)));

        public ValueTask<ImmutableArray<LogGroup>> ListGroupsAsync(
            DocumentScope? scope, string namePrefix, CancellationToken cancellationToken) => new(
            [
                .. _events.GroupBy(static e => e.Group, StringComparer.Ordinal).Select(static group => new LogGroup(
                    new LogGroupKey(new DocumentScope("000000000000", "us-east-1"), group.Key), Now, null,
                    group.Sum(static e => e.Event.Message.Length + 26L))),
            ]);

        public ValueTask<ImmutableArray<LogStream>> ListStreamsAsync(
            LogGroupKey group, string namePrefix, CancellationToken cancellationToken) => new([]);

        public ValueTask<ImmutableArray<LogEvent>> ReadAsync(LogQuery query, CancellationToken cancellationToken) => new(
        [
            .. _events.Where(e => e.Group == query.Group.Name && query.Terms.All(e.Event.Message.Contains))
                .Select(static e => e.Event),
        ]);
    }
}
