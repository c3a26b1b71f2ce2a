using System.Collections.Immutable;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Logs;

/// <summary>
/// Reads log groups; shaped after CloudWatch Logs' DescribeLogGroups, DescribeLogStreams and FilterLogEvents.
/// </summary>
public interface ILogReader
{
    /// <returns>Of one scope, or of all when it is <see langword="null"/>; sorted by name.</returns>
    ValueTask<ImmutableArray<LogGroup>> ListGroupsAsync(
        DocumentScope? scope, string namePrefix, CancellationToken cancellationToken);

    /// <returns>Sorted by name; empty when the group does not exist.</returns>
    ValueTask<ImmutableArray<LogStream>> ListStreamsAsync(
        LogGroupKey group, string namePrefix, CancellationToken cancellationToken);

    /// <returns>In order of time, then of arrival.</returns>
    ValueTask<ImmutableArray<LogEvent>> ReadAsync(LogQuery query, CancellationToken cancellationToken);
}

/// <summary>Administers log groups: what CreateLogGroup, PutRetentionPolicy and their like need.</summary>
public interface ILogGroups
{
    /// <returns><see langword="false"/> when it existed already.</returns>
    ValueTask<bool> CreateGroupAsync(LogGroupKey group, CancellationToken cancellationToken);

    /// <returns><see langword="false"/> when it did not exist.</returns>
    ValueTask<bool> DeleteGroupAsync(LogGroupKey group, CancellationToken cancellationToken);

    /// <param name="group">Which.</param>
    /// <param name="days"><see langword="null"/>: as long as the store's own bounds allow.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns><see langword="false"/> when the group does not exist.</returns>
    ValueTask<bool> SetRetentionAsync(LogGroupKey group, int? days, CancellationToken cancellationToken);

    /// <returns><see langword="false"/> when it existed already.</returns>
    ValueTask<bool> CreateStreamAsync(LogGroupKey group, string stream, CancellationToken cancellationToken);

    /// <returns><see langword="false"/> when it did not exist.</returns>
    ValueTask<bool> DeleteStreamAsync(LogGroupKey group, string stream, CancellationToken cancellationToken);
}

/// <param name="Key">Scope and name.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RetentionDays"><see langword="null"/>: no bound of its own.</param>
/// <param name="StoredBytes">Bytes of its events, 26 for each beside its text (observability §2.4).</param>
public sealed record LogGroup(LogGroupKey Key, DateTimeOffset CreatedAt, int? RetentionDays, long StoredBytes);

/// <param name="Name">Within its group.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="FirstEventAt">Time of its oldest event.</param>
/// <param name="LastEventAt">Time of its youngest event.</param>
/// <param name="LastIngestedAt">When the last event arrived.</param>
public sealed record LogStream(
    string Name, DateTimeOffset CreatedAt, DateTimeOffset? FirstEventAt, DateTimeOffset? LastEventAt,
    DateTimeOffset? LastIngestedAt);

/// <param name="Id">Grows with arrival; unique in the store.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="IngestedAt">When it arrived.</param>
/// <param name="Message">The text.</param>
public sealed record LogEvent(
    long Id, string Stream, DateTimeOffset Timestamp, DateTimeOffset IngestedAt, string Message);

/// <summary>Which events of one group.</summary>
public sealed record LogQuery
{
    public required LogGroupKey Group { get; init; }

    /// <summary>Only these streams; empty: all.</summary>
    public required ImmutableArray<string> Streams { get; init; }

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only events that arrived after this one: what a follower asks for.</summary>
    public long? AfterId { get; init; }

    /// <summary>Only events after this place in the order of time: what the next page of a reader asks for.</summary>
    public LogPosition? After { get; init; }

    /// <summary>Only events that contain every one of these texts, letter by letter.</summary>
    public required ImmutableArray<string> Terms { get; init; }

    /// <summary>
    /// The youngest instead of the oldest, when there are more than <see cref="Limit"/>; in order of time all the same.
    /// </summary>
    public bool TakesLast { get; init; }

    /// <value>Events, 1 to 10,000.</value>
    public required int Limit { get; init; }
}

/// <summary>A place in the order of time.</summary>
public readonly record struct LogPosition(DateTimeOffset Timestamp, long Id);
