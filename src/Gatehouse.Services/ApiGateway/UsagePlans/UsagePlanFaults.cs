using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

/// <summary>What plans and keys are refused with (rest-control-plane §1.8, §1.9).</summary>
internal static class UsagePlanFaults
{
    public static ServiceFaultException NoKey() => ApiGatewayFaults.NotFound("Invalid API Key identifier specified");

    public static ServiceFaultException NoPlan() => ApiGatewayFaults.NotFound("Invalid Usage Plan ID specified");

    /// <summary>The text is unconfirmed.</summary>
    public static ServiceFaultException NoMember() =>
        ApiGatewayFaults.NotFound("Invalid Usage Plan Key identifier specified");

    /// <summary>On creation.</summary>
    public static ServiceFaultException StageNotFound(string apiId, string stage) =>
        ApiGatewayFaults.NotFound($"API Stage not found: {apiId}:{stage}");

    /// <summary>On a patch.</summary>
    public static ServiceFaultException InvalidStage(string apiId, string stage, string planId) =>
        ApiGatewayFaults.NotFound(
            $"Invalid API Stage {{api: {apiId}, stage: {stage}}} specified for usageplan {planId}");

    /// <summary>No <c>apiId:stage</c> at all.</summary>
    public static ServiceFaultException MalformedStage() => ApiGatewayFaults.BadRequest("Invalid API Stage specified");

    /// <summary>A key has one plan per stage at most (§3.5). The text is unconfirmed.</summary>
    public static ServiceFaultException SharedStage(string planId, string keyId, string apiId, string stage) =>
        ApiGatewayFaults.Conflict(
            $"Usage Plan {planId} cannot be added because API Key {keyId} cannot reference multiple Usage Plans with "
            + $"the same API stage: {apiId}:{stage}");
}
