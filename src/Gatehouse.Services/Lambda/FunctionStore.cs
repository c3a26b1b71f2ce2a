using System.Globalization;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda;

/// <summary>Finds the functions that operations name.</summary>
internal sealed class FunctionStore(IDocumentStore documents, IIdSource ids, TimeProvider time)
{
    private const string Latest = "$LATEST";

    public IDocumentStore Documents { get; } = documents;

    public string NewRevisionId() => ids.Uuid();

    /// <summary>32 lower-case letters and digits: the first label of a function URL's host.</summary>
    public string NewUrlId() => ids.AlphanumericId(32);

    /// <summary>Lambda's spelling of now: <c>2026-01-02T03:04:05.678+0000</c>.</summary>
    public string Now() =>
        time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    public double NowSeconds() => time.GetUtcNow().ToUnixTimeMilliseconds() / 1_000.0;

    /// <summary>The function that the call names; for a version or an alias, the version.</summary>
    /// <exception cref="Wire.Faults.ServiceFaultException">There is no such function, version or alias.</exception>
    public ValueTask<(FunctionName Name, Versioned<FunctionDocument> Function)> OpenAsync(
        OperationCall call, CancellationToken cancellationToken) =>
        OpenAsync(call, FunctionReference.Member, cancellationToken);

    /// <summary>The same, named by another member.</summary>
    public async ValueTask<(FunctionName Name, Versioned<FunctionDocument> Function)> OpenAsync(
        OperationCall call, string member, CancellationToken cancellationToken)
    {
        var name = FunctionReference.Read(call, member);
        var id = name.Account != call.Scope.Account ? null
            : name.Qualifier is null or Latest ? name.Name
            : await VersionOfAsync(call.Scope, name, cancellationToken) is not { } version ? null
            : version == Latest ? name.Name
            : $"{name.Name}/{version}";
        var function = id is null
            ? null : await Documents.FindAsync<FunctionDocument>(call.Scope, id, cancellationToken);
        return (name, function ?? throw LambdaFaults.FunctionNotFound(name.Arn));
    }

    /// <summary>For operations on a function as a whole, or on what can still be changed of it.</summary>
    /// <exception cref="Wire.Faults.ServiceFaultException">There is none, or a published version is named.</exception>
    public ValueTask<(FunctionName Name, Versioned<FunctionDocument> Function)> OpenLatestAsync(
        OperationCall call, CancellationToken cancellationToken) =>
        OpenLatestAsync(call, FunctionReference.Member, cancellationToken);

    /// <summary>The same, named by another member.</summary>
    public async ValueTask<(FunctionName Name, Versioned<FunctionDocument> Function)> OpenLatestAsync(
        OperationCall call, string member, CancellationToken cancellationToken)
    {
        var (name, function) = await OpenAsync(call, member, cancellationToken);
        return name.Qualifier is null or Latest
            ? (name with { Qualifier = null }, function)
            : throw LambdaFaults.InvalidParameter(
                "This operation is permitted on Lambda functions only. Aliases and versions do not support this "
                + "operation. Please specify either a function name or an unqualified function ARN.");
    }

    /// <summary>The alias that the call names beside the function.</summary>
    public async ValueTask<(FunctionName Name, Versioned<AliasDocument> Alias)> OpenAliasAsync(
        OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await OpenLatestAsync(call, cancellationToken);
        var alias = call.Input.RequiredString("Name");
        var found = await Documents.FindAsync<AliasDocument>(call.Scope, $"{name.Name}/{alias}", cancellationToken);
        return (name, found ?? throw LambdaFaults.NotFound(
            $"Cannot find alias arn: {(name with { Qualifier = alias }).Arn}"));
    }

    /// <summary>Where what belongs to a function, or to one version or alias of it, is stored.</summary>
    public static string IdOf(FunctionName name) =>
        name.Qualifier is null or Latest ? name.Name : $"{name.Name}/{name.Qualifier}";

    /// <summary>Refuses when the caller expects another revision than the one that is stored.</summary>
    public static void CheckRevision(OperationCall call, string current, string operations)
    {
        if (call.Input.FindString("RevisionId") is { } expected && expected != current)
        {
            throw LambdaFaults.RevisionMismatch(operations);
        }
    }

    private async ValueTask<string?> VersionOfAsync(
        DocumentScope scope, FunctionName name, CancellationToken cancellationToken) =>
        AliasDocument.IsVersion(name.Qualifier!)
            ? name.Qualifier
            : (await Documents.FindAsync<AliasDocument>(
                scope, $"{name.Name}/{name.Qualifier}", cancellationToken))?.Value.FunctionVersion;
}
