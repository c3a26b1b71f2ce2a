using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.BasePathMappings;

/// <summary>
/// Renames a mapping or leads it elsewhere (rest-control-plane §2.22). The guide and the CLI spell the paths in
/// different cases, so all of them are taken.
/// </summary>
internal sealed class UpdateBasePathMapping(RestApiStore store) : IOperation
{
    public static readonly PatchTable<BasePathMappingDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/basePath", PatchOps.Replace, (mapping, in m) =>
            mapping with { BasePath = BasePathMappingRules.CheckPath(m.ValueOrNull) }),
        new("/restapiId", PatchOps.Replace, (mapping, in m) => mapping with { RestApiId = m.Value }),
        new("/stage", PatchOps.Replace, (mapping, in m) =>
            mapping with { Stage = BasePathMappingRules.CheckStage(m.ValueOrNull) }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var before = await BasePathMappingShape.FindAsync(store, call, cancellationToken);
        var after = Patches.Apply(before.Value, [.. PatchOperation.Of(call.Input).Select(Spell)]);
        await BasePathMappingRules.CheckTargetAsync(store, call.Scope, after, cancellationToken);
        var batch = new DocumentBatch(call.Scope);
        if (after.BasePath == before.Value.BasePath)
        {
            batch.Replace(before, after);
        }
        else
        {
            var domain = before.Id[..before.Id.IndexOf('/', StringComparison.Ordinal)];
            var id = $"{domain}/{after.BasePath}";
            if (await store.Documents.FindAsync<BasePathMappingDocument>(call.Scope, id, cancellationToken) is not null)
            {
                throw BasePathMappingRules.AlreadyExists();
            }

            batch.Delete(before).Create(id, after);
        }

        await store.Documents.CommitAsync(batch, cancellationToken);
        return BasePathMappingShape.Output(after);
    }

    private static PatchOperation Spell(PatchOperation operation)
    {
        foreach (var rule in Patches.Rules)
        {
            if (rule.Path.Equals(operation.Path, StringComparison.OrdinalIgnoreCase))
            {
                return operation with { Path = rule.Path };
            }
        }

        return operation;
    }
}
