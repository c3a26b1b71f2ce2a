using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gatehouse.Model.ApisV2;

/// <summary>The AWS service calls of HTTP APIs with their parameters (http-api §9).</summary>
public static class IntegrationSubtypes
{
    private const string Region = "Region";

    /// <summary>By name; case counts.</summary>
    public static readonly FrozenDictionary<string, IntegrationSubtype> All = new IntegrationSubtype[]
    {
        new("EventBridge-PutEvents", ["Detail", "DetailType", "Source"],
            ["Time", "EventBusName", "Resources", Region, "TraceHeader"]),
        new("SQS-SendMessage", ["QueueUrl", "MessageBody"],
            ["DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId",
             "MessageSystemAttributes", Region]),
        new("SQS-ReceiveMessage", ["QueueUrl"],
            ["AttributeNames", "MaxNumberOfMessages", "MessageAttributeNames", "ReceiveRequestAttemptId",
             "VisibilityTimeout", "WaitTimeSeconds", Region]),
        new("SQS-DeleteMessage", ["QueueUrl", "ReceiptHandle"], [Region]),
        new("SQS-PurgeQueue", ["QueueUrl"], [Region]),
        new("AppConfig-GetConfiguration", ["Application", "Environment", "Configuration", "ClientId"],
            ["ClientConfigurationVersion", Region]),
        new("Kinesis-PutRecord", ["StreamName", "Data", "PartitionKey"],
            ["SequenceNumberForOrdering", "ExplicitHashKey", Region]),
        new("StepFunctions-StartExecution", ["StateMachineArn"], ["Name", "Input", Region]),
        new("StepFunctions-StartSyncExecution", ["StateMachineArn"], ["Name", "Input", Region, "TraceHeader"]),
        new("StepFunctions-StopExecution", ["ExecutionArn"], ["Cause", "Error", Region]),
    }.ToFrozenDictionary(static subtype => subtype.Name, StringComparer.Ordinal);
}

/// <summary>One service call.</summary>
/// <param name="Name">As <c>integrationSubtype</c> has it.</param>
/// <param name="Required">Parameters that a configuration must have.</param>
/// <param name="Optional">Parameters that it may have; no others.</param>
public sealed record IntegrationSubtype(string Name, ImmutableArray<string> Required, ImmutableArray<string> Optional);
