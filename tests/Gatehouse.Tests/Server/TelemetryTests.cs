using System.Collections.Immutable;
using System.Net;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Logs;
using Gatehouse.Model.Observations;
using Gatehouse.Server.Commands;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Planes;
using Gatehouse.Server.Telemetry;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Server;

/// <summary>Log groups (rest-execution §14), the metrics page and its lock (design §6.2, §6.10).</summary>
public sealed class TelemetryTests
{
    private static readonly DocumentScope Scope = new("000000000000", "us-east-1");

    [Fact]
    public void A_record_goes_to_the_groups_that_AWS_names_and_a_canarys_also_to_the_copy()
    {
        var writer = new FakeWriter();
        var sink = new LogGroupSink("stream", TimeProvider.System);
        sink.TakesLogs.ShouldBeFalse(); // nothing to write to yet
        sink.Attach(writer);

        sink.Write(Record() with
        {
            IsCanary = true,
            AccessLog = new AccessLogLine(new AccessLogDestination(new("1", "eu-west-1"), "access", false), "line"),
            ExecutionLog = [new ExecutionLogLine(DateTimeOffset.UnixEpoch, "Starting execution for request: id")],
        });

        writer.Batches.Select(static batch => (batch.Group.Name, batch.Entries[0].Message)).ShouldBe(
        [
            ("access", "line"),
            ("access/Canary", "line"),
            ("API-Gateway-Execution-Logs_api/dev", "(id) Starting execution for request: id"),
            ("API-Gateway-Execution-Logs_api/dev/Canary", "(id) Starting execution for request: id"),
        ]);
        writer.Batches[0].Group.Scope.ShouldBe(new DocumentScope("1", "eu-west-1"));
        writer.Batches.ShouldAllBe(static batch => batch.Stream == "stream");
    }

    [Fact]
    public void The_gateways_own_answers_leave_their_reason_without_any_setting() // design §6.6
    {
        var writer = new FakeWriter();
        var sink = new LogGroupSink("stream", TimeProvider.System);
        sink.Attach(writer);

        sink.Write(Record() with { Status = 403, GatewayResponseType = "INVALID_API_KEY", Detail = "no API Key was sent" });
        sink.Write(Record());

        writer.Batches.Single().Group.ShouldBe(new LogGroupKey(Scope, LogGroupNames.Decisions));
        writer.Batches.Single().Entries[0].Message.ShouldBe(
            "(id) GET /dev/x of api/dev answered 403 INVALID_API_KEY: no API Key was sent");
    }

    [Fact]
    public void What_functions_print_goes_to_their_group_and_stream()
    {
        var writer = new FakeWriter();
        var sink = new LogGroupSink("stream", TimeProvider.System);
        sink.Attach(writer);

        sink.Write(new FunctionLogLine(
            new FunctionName("000000000000", "us-east-1", "hello", null), null, "2026/01/01/[$LATEST]00", DateTimeOffset.UnixEpoch, "hi"));

        var batch = writer.Batches.Single();
        (batch.Group.Name, batch.Stream, batch.Entries[0].Message).ShouldBe(("/aws/lambda/hello", "2026/01/01/[$LATEST]00", "hi"));
    }

    [Fact]
    public void Metrics_are_Prometheus_text_with_escaped_labels_and_cumulated_buckets()
    {
        var text = new PrometheusText();

        text.Requests(
        [
            new MetricSeries
            {
                Scope = Scope, ApiId = "api", ApiName = "a\"b\\c", Stage = "dev", Count = 3, ClientErrors = 1, ServerErrors = 0,
                CacheHits = 0, CacheMisses = 2,
                Latency = new LatencyDistribution([1, 2_500], [1, 1, 1], 4_500),
                IntegrationLatency = new LatencyDistribution([1, 2_500], [0, 0, 0], 0),
            },
        ], "gatehouse_", "stage");

        const string labels = "account=\"000000000000\",region=\"us-east-1\",api_id=\"api\",api_name=\"a\\\"b\\\\c\",stage=\"dev\"";
        var lines = text.ToString().Split('\n');
        lines.ShouldContain("# TYPE gatehouse_requests_total counter");
        lines.ShouldContain($"gatehouse_requests_total{{{labels}}} 3");
        lines.ShouldContain($"gatehouse_client_errors_total{{{labels}}} 1");
        lines.ShouldContain($"gatehouse_cache_misses_total{{{labels}}} 2");
        lines.ShouldContain("# TYPE gatehouse_latency_seconds histogram");
        lines.ShouldContain($"gatehouse_latency_seconds_bucket{{{labels},le=\"0.001\"}} 1");
        lines.ShouldContain($"gatehouse_latency_seconds_bucket{{{labels},le=\"2.5\"}} 2");
        lines.ShouldContain($"gatehouse_latency_seconds_bucket{{{labels},le=\"+Inf\"}} 3");
        lines.ShouldContain($"gatehouse_latency_seconds_sum{{{labels}}} 4.5");
        lines.ShouldContain($"gatehouse_latency_seconds_count{{{labels}}} 3");
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", null, null, false, 200)]
    [InlineData("0.0.0.0", "127.0.0.1", null, null, false, 403)] // what a proxy on this machine passes on is public
    [InlineData("0.0.0.0", "10.0.0.9", null, null, false, 403)]
    [InlineData("0.0.0.0", "10.0.0.9", null, null, true, 200)] // the operator allowed it
    [InlineData("0.0.0.0", "10.0.0.9", "secret", "Bearer secret", false, 200)]
    [InlineData("0.0.0.0", "10.0.0.9", "secret", "Bearer other", false, 403)]
    [InlineData("0.0.0.0", "10.0.0.9", "secret", null, false, 403)]
    [InlineData("127.0.0.1", "127.0.0.1", "secret", null, false, 403)] // a token is asked for everywhere
    public async Task The_metrics_page_fails_closed(
        string bound, string remote, string? token, string? sent, bool isPublic, int status)
    {
        await using var terminal = new TerminalSink(
            new Terminal(TextWriter.Null, hasColor: false), showsRequests: false, TimeProvider.System);
        var page = new MetricsPage(
            new ServerOptions
            {
                DataDirectory = "unused", Address = IPAddress.Parse(bound), MetricsToken = token, AreMetricsPublic = isPublic,
            },
            new ServerMetrics(new NoMetrics(), new FakeWriter(), terminal));
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(remote) } };
        context.Request.Method = "GET";
        context.Request.Headers.Authorization = sent;
        using var body = new MemoryStream();
        context.Response.Body = body;

        await page.AnswerAsync(context);

        context.Response.StatusCode.ShouldBe(status);
        var text = System.Text.Encoding.UTF8.GetString(body.ToArray());
        text.Contains("process_cpu_seconds_total", StringComparison.Ordinal).ShouldBe(status == 200);
        text.Contains("gatehouse_log_events_dropped_total 7", StringComparison.Ordinal).ShouldBe(status == 200);
    }

    private static RequestRecord Record() => new()
    {
        RequestId = "id", ExtendedRequestId = "ext", Scope = Scope, ApiId = "api", Stage = "dev", DeploymentId = "dep",
        HttpMethod = "GET", Path = "/dev/x", Status = 200, ResponseLatencyMs = 1, Timestamp = DateTimeOffset.UnixEpoch,
    };

    private sealed class NoMetrics : IStageMetrics
    {
        public ImmutableArray<MetricSeries> Read() => [];
    }

    private sealed class FakeWriter : ILogWriter
    {
        public List<LogBatch> Batches { get; } = [];

        public long DroppedEntries => 7;

        public bool TryWrite(LogBatch batch)
        {
            Batches.Add(batch);
            return true;
        }

        public ValueTask WriteAsync(LogBatch batch, CancellationToken cancellationToken)
        {
            Batches.Add(batch);
            return default;
        }
    }
}
