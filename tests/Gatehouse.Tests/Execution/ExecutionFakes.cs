using System.Text;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Observations;

namespace Gatehouse.Tests.Execution;

/// <summary>Answers every invocation with what the test says and remembers what it was given.</summary>
internal sealed class FakeFunctionInvoker : IFunctionInvoker
{
    public Func<FunctionCall, CancellationToken, ValueTask<FunctionResult>> Handler { get; set; } =
        static (_, _) => new(Success("{}"));

    public List<(FunctionName Function, string Payload, string? TraceId)> Calls { get; } = [];

    public ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken)
    {
        lock (Calls)
        {
            Calls.Add((call.Function, Encoding.UTF8.GetString(call.Payload.Span), call.TraceId));
        }

        return Handler(call, cancellationToken);
    }

    public Func<FunctionCall, FunctionStream> StreamHandler { get; set; } = static _ => FunctionStream.Refused(
        new FunctionResult { Outcome = FunctionOutcome.NotFound });

    public FunctionStream InvokeStreaming(FunctionCall call)
    {
        Calls.Add((call.Function, Encoding.UTF8.GetString(call.Payload.Span), call.TraceId));
        return StreamHandler(call);
    }

    public void Returns(string payload) => Handler = (_, _) => new(Success(payload));

    public void Returns(FunctionOutcome outcome, string payload) => Handler = (_, _) => new(new FunctionResult
    {
        Outcome = outcome,
        Payload = Encoding.UTF8.GetBytes(payload),
        FunctionError = outcome == FunctionOutcome.FunctionFailed ? "Unhandled" : null,
    });

    private static FunctionResult Success(string payload) =>
        new() { Outcome = FunctionOutcome.Succeeded, Payload = Encoding.UTF8.GetBytes(payload) };
}

/// <summary>Allows what the test allows and remembers what it was asked.</summary>
internal sealed class FakeFunctionAccess : IFunctionAccess
{
    public bool IsAllowed { get; set; } = true;

    public List<string> SourceArns { get; } = [];

    public bool MayInvoke(in FunctionName function, string servicePrincipal, string sourceArn, string sourceAccount)
    {
        SourceArns.Add(sourceArn);
        return IsAllowed && servicePrincipal == "apigateway.amazonaws.com";
    }
}

internal sealed class FakeRecordSink : IRequestRecordSink
{
    public bool IsEnabled { get; set; } = true;

    public bool TakesLogs
    {
        get => field || IsEnabled;
        set;
    }

    private readonly System.Threading.Channels.Channel<RequestRecord> _arrived =
        System.Threading.Channels.Channel.CreateUnbounded<RequestRecord>();

    public List<RequestRecord> Records { get; } = [];

    public void Write(RequestRecord record)
    {
        lock (Records)
        {
            Records.Add(record);
        }

        _arrived.Writer.TryWrite(record);
    }

    /// <summary>
    /// The next record that nobody has waited for. A method's own answer is recorded after it was sent, so its client may
    /// be earlier than its record.
    /// </summary>
    public Task<RequestRecord> NextAsync() =>
        _arrived.Reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}

internal sealed class PublicationLog : IPublicationListener
{
    public List<PublicationReport> Reports { get; } = [];

    public void OnPublished(PublicationReport report) => Reports.Add(report);
}
