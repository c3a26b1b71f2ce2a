using System.Collections.Frozen;
using Gatehouse.Execution.Integrations.Aws;

namespace Gatehouse.Execution.Http.Integrations.Services;

/// <summary>The service calls of HTTP APIs by their subtype (http-api §9), and how each goes over the wire.</summary>
internal static class ServiceOperations
{
    private const string Json11 = "application/x-amz-json-1.1";

    private static readonly AwsServiceFacts Events =
        new("events", AwsServiceProtocol.JsonTarget) { TargetPrefix = "AWSEvents.", ContentType = Json11 };

    private static readonly AwsServiceFacts Kinesis = AwsServiceFacts.Find("kinesis");
    private static readonly AwsServiceFacts States = AwsServiceFacts.Find("states");

    public static readonly FrozenDictionary<string, ServiceOperation> All = new Dictionary<string, ServiceOperation>
    {
        ["EventBridge-PutEvents"] = new JsonOperation(
            Events, "PutEvents",
            [
                new("Detail", "Detail", JsonForm.ObjectText), new("DetailType", "DetailType"), new("Source", "Source"),
                new("Time", "Time", JsonForm.Time), new("EventBusName", "EventBusName"),
                new("Resources", "Resources", JsonForm.Texts), new("TraceHeader", "TraceHeader"),
            ],
            listName: "Entries"),
        ["SQS-SendMessage"] = new QueueOperation(
            "SendMessage", "MessageBody", "DelaySeconds", "MessageAttributes", "MessageDeduplicationId",
            "MessageGroupId", "MessageSystemAttributes"),
        ["SQS-ReceiveMessage"] = new QueueOperation(
            "ReceiveMessage", "AttributeNames", "MaxNumberOfMessages", "MessageAttributeNames",
            "ReceiveRequestAttemptId", "VisibilityTimeout", "WaitTimeSeconds"),
        ["SQS-DeleteMessage"] = new QueueOperation("DeleteMessage", "ReceiptHandle"),
        ["SQS-PurgeQueue"] = new QueueOperation("PurgeQueue"),
        ["AppConfig-GetConfiguration"] = new ConfigurationOperation(),
        ["Kinesis-PutRecord"] = new JsonOperation(
            Kinesis, "PutRecord",
            [
                new("StreamName", "StreamName"), new("Data", "Data", JsonForm.Blob), new("PartitionKey", "PartitionKey"),
                new("SequenceNumberForOrdering", "SequenceNumberForOrdering"), new("ExplicitHashKey", "ExplicitHashKey"),
            ]),
        ["StepFunctions-StartExecution"] = new JsonOperation(
            States, "StartExecution",
            [new("StateMachineArn", "stateMachineArn"), new("Name", "name"), new("Input", "input")]),
        // Synchronous executions have a host of their own: Amazon's endpoint prefix "sync-".
        ["StepFunctions-StartSyncExecution"] = new JsonOperation(
            States with { HostLabel = "sync-states" }, "StartSyncExecution",
            [
                new("StateMachineArn", "stateMachineArn"), new("Name", "name"), new("Input", "input"),
                new("TraceHeader", "traceHeader"),
            ]),
        ["StepFunctions-StopExecution"] = new JsonOperation(
            States, "StopExecution",
            [new("ExecutionArn", "executionArn"), new("Cause", "cause"), new("Error", "error")]),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
