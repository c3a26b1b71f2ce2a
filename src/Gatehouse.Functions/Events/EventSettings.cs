using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Events;

/// <summary>What holds for one function's events, as its owner has settled it at the moment it is asked.</summary>
internal sealed record EventSettings
{
    public required int RetryAttempts { get; init; }

    public required TimeSpan LongestAge { get; init; }

    public required string? OnSuccess { get; init; }

    public required string? OnFailure { get; init; }

    public required string? DeadLetterTarget { get; init; }

    /// <summary>The function's execution role, which sends what became of its events.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Nothing may ever run: its events fail at once.</summary>
    public required bool IsClosed { get; init; }

    public static EventSettings Of(EventInvokeDocument? document, FunctionDocument? function, bool isClosed) => new()
    {
        RetryAttempts = document?.MaximumRetryAttempts ?? FunctionLimits.DefaultRetryAttempts,
        LongestAge = TimeSpan.FromSeconds(document?.MaximumEventAgeInSeconds ?? FunctionLimits.MaxEventAgeSeconds),
        OnSuccess = document?.OnSuccess,
        OnFailure = document?.OnFailure,
        DeadLetterTarget = function?.DeadLetterTargetArn,
        RoleArn = function?.Role,
        IsClosed = isClosed,
    };
}
