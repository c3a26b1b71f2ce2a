using System.Collections.Frozen;
using BenchmarkDotNet.Attributes;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Gatehouse.Execution.Routing;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Benchmarks;

/// <summary>
/// What a finished request costs beside its answer: the counters that are always on, and an access log line. A stage that
/// wants neither logs nor records must pay for the counters alone.
/// </summary>
[MemoryDiagnoser]
public class RecordBenchmarks
{
    private const string Json =
        "{\"requestId\":\"$context.requestId\",\"ip\":\"$context.identity.sourceIp\",\"time\":\"$context.requestTime\","
        + "\"verb\":\"$context.httpMethod\",\"resource\":\"$context.resourcePath\",\"status\":\"$context.status\","
        + "\"protocol\":\"$context.protocol\",\"length\":\"$context.responseLength\",\"latency\":$context.responseLatency}";

    private static readonly DocumentScope Scope = new("000000000000", "us-east-1");

    private readonly RequestIdentifiers _ids = new(new RandomIdSource());
    private RequestRecorder _recorder = null!;
    private RestCall _silent = null!;
    private RestCall _logged = null!;

    [GlobalSetup]
    public void Setup()
    {
        _recorder = new RequestRecorder(new NullSink(), TimeProvider.System);
        _silent = CallOf(new StageRecords { Meter = new StageMeter() });
        _logged = CallOf(new StageRecords
        {
            Meter = new StageMeter(),
            AccessLog = new AccessLogPlan<RequestOutcome>(
                AccessLogFormat<RequestOutcome>.Compile(Json, AccessLogVariables.Find),
                new AccessLogDestination(Scope, "access", IsDeliveryStream: false)),
        });
    }

    [Benchmark(Baseline = true)]
    public void CountersOnly() => _recorder.Record(_silent.Request, _silent, 200, 70, null, null);

    [Benchmark]
    public void CountersAndAccessLog() => _recorder.Record(_logged.Request, _logged, 200, 70, null, null);

    private RestCall CallOf(StageRecords records)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.Headers.Host = "a1b2c3d4e5.execute-api.localhost";
        const string target = "/prod/pets";
        var stage = new StagePlan
        {
            ApiId = "a1b2c3d4e5",
            StageName = "prod",
            DeploymentId = "dep001",
            Scope = Scope,
            Variables = FrozenDictionary<string, string>.Empty,
            Routes = new RouteTableBuilder<ResourcePlan>().Build(),
            GatewayResponses = GatewayResponsePlans.BuiltIn,
            BinaryMediaTypes = new BinaryMediaTypes([]),
            EndpointType = "REGIONAL",
            IsDefaultEndpointDisabled = false,
            ArrivalSteps = [],
            Records = records,
        };
        var method = new MethodPlan
        {
            ResourceId = "abc123", ResourcePath = "/pets", Family = HeaderFamily.Http, Steps = [],
        };
        var address = new InvokeAddress
        {
            ApiId = "a1b2c3d4e5", Stage = "prod", PathStart = 0, ResourceStart = 5, PathEnd = target.Length, IsPathForm = false,
        };
        var request = new ArrivedRequest(
            http, stage, target, address, _ids, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
        return new RestCall(request, method, default);
    }

    private sealed class NullSink : IRequestRecordSink
    {
        public bool IsEnabled => false;

        public bool TakesLogs => true;

        public void Write(RequestRecord record)
        {
            // What a sink does is its own cost.
        }
    }
}
