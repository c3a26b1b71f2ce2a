using System.Globalization;
using System.Text;
using Gatehouse.Model.Observations;

namespace Gatehouse.Server.Telemetry;

/// <summary>
/// Writes the text exposition format 0.0.4 of Prometheus (prometheus.io/docs/instrumenting/exposition_formats). Labels
/// are names of deployed things only, so the number of series is bounded (design §6.10).
/// </summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Gauge(string name, string help, double value) => Single(name, help, "gauge", value);

    public void Counter(string name, string help, double value) => Single(name, help, "counter", value);

    /// <param name="series">Of stages, or of methods; never both, for a sum over them would count twice.</param>
    /// <param name="prefix">Of every name.</param>
    /// <param name="noun">What the series are of, for the help texts.</param>
    public void Requests(IReadOnlyList<MetricSeries> series, string prefix, string noun)
    {
        if (series.Count == 0)
        {
            return;
        }

        Counters(series, prefix + "requests_total", $"Requests of the {noun} (Count).", static one => one.Count);
        Counters(
            series, prefix + "client_errors_total", $"Answers 4xx of the {noun} (4XXError).",
            static one => one.ClientErrors);
        Counters(
            series, prefix + "server_errors_total", $"Answers 5xx of the {noun} (5XXError).",
            static one => one.ServerErrors);
        Counters(
            series, prefix + "cache_hits_total", $"Answers from the cache (CacheHitCount) of the {noun}.",
            static one => one.CacheHits);
        Counters(
            series, prefix + "cache_misses_total",
            $"Requests that the cache could not answer (CacheMissCount) of the {noun}.",
            static one => one.CacheMisses);
        var http = series.Where(static one => one.IsHttpApi).ToList();
        if (http.Count > 0)
        {
            Counters(
                http, prefix + "data_processed_bytes_total", $"Bytes of requests and answers of the {noun} (DataProcessed).",
                static one => one.DataProcessed);
        }

        Histograms(
            series, prefix + "latency_seconds", $"From a request to its answer, of the {noun} (Latency).",
            static one => one.Latency);
        Histograms(
            series, prefix + "integration_latency_seconds",
            $"Waiting for the backend, of the {noun} (IntegrationLatency).", static one => one.IntegrationLatency);
    }

    /// <summary>CloudWatch's six metrics of WebSocket APIs (websocket-api §9.1); routes only where their settings ask for them.</summary>
    public void WebSockets(IReadOnlyList<WebSocketSeries> series)
    {
        if (series.Count == 0)
        {
            return;
        }

        Sockets(series, "connects_total", "Handshakes that came to $connect (ConnectCount).", static c => c.ConnectCount);
        Sockets(series, "messages_total", "Messages in and out (MessageCount).", static c => c.MessageCount);
        Sockets(series, "integration_errors_total", "4XX and 5XX of integrations (IntegrationError).", static c => c.IntegrationErrors);
        Sockets(series, "client_errors_total", "4XX before an integration (ClientError).", static c => c.ClientErrors);
        Sockets(series, "execution_errors_total", "Integrations that could not be called (ExecutionError).", static c => c.ExecutionErrors);
        Sockets(series, "integration_calls_total", "Calls whose latency was measured.", static c => c.IntegrationCalls);
        Sockets(
            series, "integration_seconds_total", "Waiting for integrations (IntegrationLatency).",
            static c => c.IntegrationLatencySumMs / 1_000);
    }

    private void Sockets(
        IReadOnlyList<WebSocketSeries> series, string name, string help, Func<WebSocketCounts, double> value)
    {
        // The whole stage and its routes are two metrics: a sum over both would count twice.
        foreach (var (prefix, isRoute) in new[] { ("gatehouse_websocket_", false), ("gatehouse_websocket_route_", true) })
        {
            var some = series.Where(one => one.Route is not null == isRoute).ToList();
            if (some.Count == 0)
            {
                continue;
            }

            Head(prefix + name, help, "counter");
            foreach (var one in some)
            {
                var labels = $"account=\"{Escape(one.Scope.Account)}\",region=\"{Escape(one.Scope.Region)}\","
                    + $"api_id=\"{Escape(one.ApiId)}\",stage=\"{Escape(one.Stage)}\"";
                Sample(prefix + name, isRoute ? $"{labels},route=\"{Escape(one.Route!)}\"" : labels, value(one.Counts));
            }
        }
    }

    private void Single(string name, string help, string type, double value)
    {
        Head(name, help, type);
        Sample(name, "", value);
    }

    private void Counters(IReadOnlyList<MetricSeries> series, string name, string help, Func<MetricSeries, long> value)
    {
        Head(name, help, "counter");
        foreach (var one in series)
        {
            Sample(name, LabelsOf(one), value(one));
        }
    }

    private void Histograms(
        IReadOnlyList<MetricSeries> series, string name, string help, Func<MetricSeries, LatencyDistribution> value)
    {
        Head(name, help, "histogram");
        foreach (var one in series)
        {
            var labels = LabelsOf(one);
            var distribution = value(one);
            var below = 0L;
            for (var i = 0; i < distribution.UpperBoundsMs.Length; i++)
            {
                below += distribution.Counts[i];
                Sample(name + "_bucket", $"{labels},le=\"{Number(distribution.UpperBoundsMs[i] / 1_000)}\"", below);
            }

            Sample(name + "_bucket", labels + ",le=\"+Inf\"", distribution.Count);
            Sample(name + "_sum", labels, distribution.SumMs / 1_000);
            Sample(name + "_count", labels, distribution.Count);
        }
    }

    private void Head(string name, string help, string type)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string LabelsOf(MetricSeries series)
    {
        var labels = $"account=\"{Escape(series.Scope.Account)}\",region=\"{Escape(series.Scope.Region)}\","
            + $"api_id=\"{Escape(series.ApiId)}\",api_name=\"{Escape(series.ApiName)}\","
            + $"stage=\"{Escape(series.Stage)}\"";
        return series.Resource is null
            ? labels
            : $"{labels},resource=\"{Escape(series.Resource)}\",method=\"{Escape(series.Method ?? "")}\"";
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
