using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Gatehouse.Server.Telemetry;
using Shouldly;

namespace Gatehouse.Tests.Server;

/// <summary>The metrics page's part of WebSocket APIs (websocket-api §9.1).</summary>
public sealed class WebSocketMetricsTextTests
{
    [Fact]
    public void Stages_and_routes_are_two_metrics()
    {
        var counts = new WebSocketCounts(1, 2, 3, 4, 5, 6, 7_000);
        var scope = new DocumentScope("000000000000", "us-east-1");
        var text = new PrometheusText();

        text.WebSockets([new WebSocketSeries(scope, "api", "dev", null, counts), new WebSocketSeries(scope, "api", "dev", "a\"b", counts)]);

        var page = text.ToString();
        page.ShouldContain("gatehouse_websocket_messages_total{account=\"000000000000\",region=\"us-east-1\",api_id=\"api\",stage=\"dev\"} 2\n");
        page.ShouldContain("gatehouse_websocket_integration_seconds_total{account=\"000000000000\",region=\"us-east-1\",api_id=\"api\",stage=\"dev\"} 7\n");
        page.ShouldContain("gatehouse_websocket_route_client_errors_total{account=\"000000000000\",region=\"us-east-1\",api_id=\"api\",stage=\"dev\",route=\"a\\\"b\"} 4\n");
    }
}
