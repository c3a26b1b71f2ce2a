using System.Globalization;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda;

/// <summary>Finds the functions that operations name.</summary>
internal sealed class FunctionStore(IDocumentStore documents, IIdSource ids, TimeProvider time)
{
    public IDocumentStore Documents { get; } = documents;

    public string NewRevisionId() => ids.Uuid();

    /// <summary>Lambda's spelling of now: <c>2026-01-02T03:04:05.678+0000</c>.</summary>
    public string Now() =>
        time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>The function that the call names, its qualifier checked.</summary>
    /// <exception cref="Wire.Faults.ServiceFaultException">There is no such function or version.</exception>
    public ValueTask<(FunctionName Name, Versioned<FunctionDocument> Function)> OpenAsync(
        OperationCall call, CancellationToken cancellationToken) =>
        OpenAsync(call, FunctionReference.Member, cancellationToken);

    /// <summary>The same, named by another member.</summary>
    public async ValueTask<(FunctionName Name, Versioned<FunctionDocument> Function)> OpenAsync(
        OperationCall call, string member, CancellationToken cancellationToken)
    {
        var name = FunctionReference.Read(call, member);
        var function = name.Account == call.Scope.Account && name.Qualifier is null or "$LATEST"
            ? await Documents.FindAsync<FunctionDocument>(call.Scope, name.Name, cancellationToken)
            : null;
        return (name, function ?? throw LambdaFaults.FunctionNotFound(name.Arn));
    }

    /// <summary>Refuses when the caller expects another revision than the one that is stored.</summary>
    public static void CheckRevision(OperationCall call, string current, string operations)
    {
        if (call.Input.FindString("RevisionId") is { } expected && expected != current)
        {
            throw LambdaFaults.RevisionMismatch(operations);
        }
    }
}
