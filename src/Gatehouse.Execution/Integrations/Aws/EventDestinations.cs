using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>
/// Sends what became of asynchronous events to queues, topics, event buses and buckets (deployment-and-tools §6.1), signed
/// with the function's execution role where the operator's map has an STS, else with the operator's credentials.
/// </summary>
internal sealed class EventDestinations(HouseCalls calls, IIdSource ids, TimeProvider time) : IEventDestinations
{
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";

    /// <value>Bytes of an answer: a message's id takes a few hundred. Ours.</value>
    private const int AnswerBytes = 256 * 1024;

    private const int ShownAnswerChars = 500;

    /// <summary>Longest wait for a service. Ours.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private static readonly AwsServiceFacts Events =
        new("events", AwsServiceProtocol.JsonTarget) { TargetPrefix = "AWSEvents." };

    public async ValueTask<string?> SendAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var call = !Arn.TryParse(message.TargetArn, out var arn) ? null
            : arn.Service switch
            {
                "sqs" => Queue(message, arn),
                "sns" => Topic(message, arn),
                "events" => Bus(message, arn),
                "s3" => Bucket(message, arn),
                _ => null,
            };
        if (call is null)
        {
            return "it is neither a queue, a topic, an event bus nor a bucket";
        }

        var reply = await calls.CallAsync(call, cancellationToken);
        return reply.Problem ?? (reply.Status is >= 200 and < 300 ? ProblemOf(arn.Service, reply) : Refused(reply));
    }

    private static string Refused(HouseReply reply)
    {
        var text = Encoding.UTF8.GetString(reply.Body.Span);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the service answered {reply.Status}: {(text.Length > ShownAnswerChars ? text[..ShownAnswerChars] : text)}");
    }

    /// <summary>EventBridge answers 200 also for an event that it did not take.</summary>
    private static string? ProblemOf(string service, HouseReply reply)
    {
        if (service != "events")
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(reply.Body.Span)?["FailedEntryCount"]?.GetValue<int>() is > 0 ? Refused(reply) : null;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            return Refused(reply);
        }
    }

    /// <summary>The query protocol at the queue's own path, which every stand-in has.</summary>
    private static HouseCall Queue(EventMessage message, in Arn arn)
    {
        var path = $"/{arn.Account}/{arn.Resource}";
        var form = new StringBuilder("Action=SendMessage&Version=2012-11-05");
        Append(form, "MessageBody", Encoding.UTF8.GetString(message.Body.Span));
        AppendAttributes(form, message, "MessageAttribute");
        return Make(message, arn, AwsServiceFacts.Find("sqs"), form.ToString(), Form) with { Path = path };
    }

    private static HouseCall Topic(EventMessage message, in Arn arn)
    {
        var form = new StringBuilder("Action=Publish&Version=2010-03-31");
        Append(form, "TopicArn", message.TargetArn);
        Append(form, "Message", Encoding.UTF8.GetString(message.Body.Span));
        AppendAttributes(form, message, "MessageAttributes.entry");
        return Make(message, arn, AwsServiceFacts.Find("sns"), form.ToString(), Form);
    }

    private static HouseCall Bus(EventMessage message, in Arn arn)
    {
        var body = new JsonObject
        {
            ["Entries"] = new JsonArray(new JsonObject
            {
                ["EventBusName"] = message.TargetArn,
                ["Source"] = "lambda",
                ["DetailType"] = message.DetailType,
                ["Detail"] = Encoding.UTF8.GetString(message.Body.Span),
                ["Resources"] = new JsonArray(message.TargetArn, message.Source.Arn),
            }),
        };
        var call = Make(message, arn, Events, body.ToJsonString(), "application/x-amz-json-1.1");
        call.Headers.Add(new("X-Amz-Target", "AWSEvents.PutEvents"));
        return call;
    }

    /// <summary>
    /// <c>aws/lambda/async/{function}/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-{UUID}</c> (Lambda developer guide, "Capturing
    /// records of asynchronous invocations").
    /// </summary>
    private HouseCall Bucket(EventMessage message, in Arn arn)
    {
        var now = time.GetUtcNow();
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"aws/lambda/async/{message.Source.Name}/{now:yyyy\\/MM\\/dd}/{now:yyyy-MM-dd'T'HH.mm.ss}-{ids.Uuid()}");
        var text = Encoding.UTF8.GetString(message.Body.Span);

        // An ARN of a bucket names no region; the function's own is where it must be.
        return Make(message, arn, AwsServiceFacts.Find("s3"), text, "application/json") with
        {
            Method = "PUT", Path = $"/{arn.Resource}/{key}", Region = message.Source.Region,
        };
    }

    private static HouseCall Make(EventMessage message, in Arn arn, AwsServiceFacts service, string body, string type) =>
        new()
        {
            Service = service,
            Partition = arn.Partition,
            Region = arn.Region,
            Headers = [new("Content-Type", type), new("User-Agent", "AWSLambda")],
            Body = Encoding.UTF8.GetBytes(body),
            RoleArn = message.RoleArn,
            Timeout = Timeout,
            AnswerBytes = AnswerBytes,
        };

    private static void AppendAttributes(StringBuilder form, EventMessage message, string list)
    {
        var number = 0;
        foreach (var (name, value) in message.Attributes.Where(static attribute => attribute.Value.Length > 0))
        {
            // An attribute without a value is refused by the services.
            number++;
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{list}.{number}.");
            Append(form, prefix + "Name", name);
            Append(form, prefix + "Value.DataType", name == "ErrorCode" ? "Number" : "String");
            Append(form, prefix + "Value.StringValue", value);
        }
    }

    private static void Append(StringBuilder form, string name, string value) =>
        form.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
}
