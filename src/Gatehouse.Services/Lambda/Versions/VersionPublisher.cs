using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Lambda.Versions;

/// <summary>Makes immutable versions of <c>$LATEST</c> (deployment-and-tools §6.5).</summary>
internal sealed class VersionPublisher(FunctionStore store)
{
    /// <summary>What a version is made of, and what it becomes.</summary>
    /// <param name="batch">Gets the version; the caller writes <c>$LATEST</c>.</param>
    /// <param name="latest">As it will be stored.</param>
    /// <param name="description">Of the version, instead of the function's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The version (the last one when nothing has changed since) and <c>$LATEST</c> with the number that was given.
    /// </returns>
    public async ValueTask<(FunctionDocument Version, FunctionDocument Latest)> AddAsync(
        DocumentBatch batch, FunctionDocument latest, string? description, CancellationToken cancellationToken)
    {
        if (latest.Code.LocalFolder is not null)
        {
            // Differs from AWS: a folder that its author edits cannot be an immutable version.
            throw LambdaFaults.InvalidParameter(
                $"The function {latest.FunctionName} runs from a local folder, of which no version can be published; "
                + "create it from a zip.");
        }

        var fingerprint = Fingerprint(latest);
        if (latest.LastVersion is { } last
            && await store.Documents.FindAsync<FunctionDocument>(
                batch.Scope, IdOf(latest.FunctionName, last), cancellationToken) is { } published
            && published.Value.PublishedFrom == fingerprint)
        {
            return (published.Value, latest);
        }

        var number = (latest.LastVersion ?? 0) + 1;
        var version = latest with
        {
            Version = number.ToString(CultureInfo.InvariantCulture),
            Description = description ?? latest.Description,
            RevisionId = store.NewRevisionId(),
            PublishedFrom = fingerprint,
            LastVersion = null,
            ReservedConcurrentExecutions = null,
            RecursiveLoop = null,
            Tags = null,
        };
        batch.Create(IdOf(latest.FunctionName, number), version);
        return (version, latest with { LastVersion = number });
    }

    private static string IdOf(string name, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}/{version}");

    /// <summary>Of code and configuration; what does not belong to a version is left out.</summary>
    private static string Fingerprint(FunctionDocument latest)
    {
        var essence = latest with
        {
            RevisionId = "",
            LastModified = "",
            LastVersion = null,
            ReservedConcurrentExecutions = null,
            RecursiveLoop = null,
            Tags = null,
        };
        return Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(essence, FunctionDocument.TypeInfo)));
    }
}
