using System.Collections.Immutable;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Iam;

/// <summary>What every IAM operation reaches for: documents by their friendly names, with IAM's words for what is not
/// there (security §3.3).</summary>
internal sealed class IamRoom(IDocumentStore documents, IdentityServices identity, TimeProvider time)
{
    public const string NoSuchEntity = "NoSuchEntity";

    public IDocumentStore Documents { get; } = documents;

    public IdentityServices Identity { get; } = identity;

    public TimeProvider Time { get; } = time;

    public DateTimeOffset Now
    {
        get
        {
            // Whole seconds, as IAM shows them.
            var now = Time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    public static DocumentScope Scope(OperationCall call) => IdentityScope.Of(call.Scope.Account);

    public static ServiceFaultException Missing(string message) => new(NoSuchEntity, 404, message);

    public static ServiceFaultException Invalid(string message) => new("ValidationError", 400, message);

    public static ServiceFaultException Conflict(string message) => new("DeleteConflict", 409, message);

    public static ServiceFaultException Exists(string message) => new("EntityAlreadyExists", 409, message);

    public static ServiceFaultException Exceeded(string message) => new("LimitExceeded", 409, message);

    public async ValueTask<Versioned<UserDocument>> UserAsync(
        OperationCall call, string name, CancellationToken cancellationToken) =>
        await FindAsync<UserDocument>(call, name, cancellationToken)
        ?? throw Missing($"The user with name {name} cannot be found.");

    public async ValueTask<Versioned<GroupDocument>> GroupAsync(
        OperationCall call, string name, CancellationToken cancellationToken) =>
        await FindAsync<GroupDocument>(call, name, cancellationToken)
        ?? throw Missing($"The group with name {name} cannot be found.");

    public async ValueTask<Versioned<RoleDocument>> RoleAsync(
        OperationCall call, string name, CancellationToken cancellationToken) =>
        await FindAsync<RoleDocument>(call, name, cancellationToken)
        ?? throw Missing($"The role with name {name} cannot be found.");

    /// <summary>A role that its owner may change: those of services are their own (security §3.3).</summary>
    public async ValueTask<Versioned<RoleDocument>> OwnRoleAsync(
        OperationCall call, string name, CancellationToken cancellationToken)
    {
        var role = await RoleAsync(call, name, cancellationToken);
        return role.Value.LinkedService is null
            ? role
            : throw new ServiceFaultException(
                "UnmodifiableEntity", 400,
                $"Cannot perform the operation on the protected role '{role.Value.Name}' - this role is only modifiable by AWS");
    }

    public async ValueTask<Versioned<ManagedPolicyDocument>> PolicyAsync(
        OperationCall call, string arn, CancellationToken cancellationToken)
    {
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        var found = await FindAsync<ManagedPolicyDocument>(call, name, cancellationToken);
        return found?.Value.Arn(call.Scope.Account) == arn ? found : throw Missing($"Policy {arn} was not found.");
    }

    /// <summary>A managed policy, of the account or of AWS, that may be attached.</summary>
    public async ValueTask RequireAttachableAsync(OperationCall call, string arn, CancellationToken cancellationToken)
    {
        if (AwsManagedPolicies.Find(arn) is not null)
        {
            return;
        }

        var name = arn[(arn.LastIndexOf('/') + 1)..];
        if (AwsManagedPolicies.IsOne(arn)
            || (await FindAsync<ManagedPolicyDocument>(call, name, cancellationToken))?.Value.Arn(call.Scope.Account) != arn)
        {
            throw Missing($"Policy {arn} does not exist or is not attachable.");
        }
    }

    public ValueTask<Versioned<T>?> FindAsync<T>(OperationCall call, string name, CancellationToken cancellationToken)
        where T : class, IDocument<T> => Documents.FindAsync<T>(Scope(call), IdentityScope.IdOf(name), cancellationToken);

    public ValueTask<ImmutableArray<Versioned<T>>> ListAsync<T>(OperationCall call, CancellationToken cancellationToken)
        where T : class, IDocument<T> => Documents.ListAsync<T>(Scope(call), "", cancellationToken);

    public async ValueTask SaveAsync<T>(
        OperationCall call, Versioned<T> read, T document, CancellationToken cancellationToken)
        where T : class, IDocument<T> =>
        await Documents.CommitAsync(new DocumentBatch(Scope(call)).Replace(read, document), cancellationToken);
}
