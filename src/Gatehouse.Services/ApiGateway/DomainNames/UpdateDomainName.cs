using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.DomainNames;

/// <summary>Rotates certificates, migrates between endpoint types, changes policies (rest-control-plane §2.21).</summary>
internal sealed class UpdateDomainName(RestApiStore store, IIdSource ids, TimeProvider time, DomainSecurity security) : IOperation
{
    public static readonly PatchTable<DomainNameDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/certificateName", PatchOps.Add | PatchOps.Replace | PatchOps.Remove, (domain, in m) =>
            domain with { CertificateName = m.ValueOrNull }),
        new("/certificateArn", PatchOps.Add | PatchOps.Replace | PatchOps.Remove, (domain, in m) =>
            domain with { CertificateArn = m.ValueOrNull, CertificateUploadDate = null }),
        new("/regionalCertificateName", PatchOps.Add | PatchOps.Replace | PatchOps.Remove, (domain, in m) =>
            domain with { RegionalCertificateName = m.ValueOrNull }),
        new("/regionalCertificateArn", PatchOps.Add | PatchOps.Replace | PatchOps.Remove, (domain, in m) =>
            domain with { RegionalCertificateArn = m.ValueOrNull }),
        new("/endpointConfiguration/types", PatchOps.Add | PatchOps.Remove, ChangeTypes),
        new("/endpointConfiguration/ipAddressType", PatchOps.Replace, (domain, in m) => domain with
        {
            EndpointConfiguration = EndpointRules.WithAddressType(domain.EndpointConfiguration, m.Value),
        }),
        new("/securityPolicy", PatchOps.Replace, (domain, in m) =>
            domain with { SecurityPolicy = m.ValueOrNull ?? DomainNameRules.DefaultSecurityPolicy }),
        new("/endpointAccessMode", PatchOps.Replace, (domain, in m) =>
            domain with { EndpointAccessMode = m.ValueOrNull is null ? null : m.OneOf("BASIC", "STRICT") }),
        new("/mutualTlsAuthentication/truststoreUri", PatchOps.Add | PatchOps.Replace | PatchOps.Remove, ChangeTruststore),
        new("/mutualTlsAuthentication/truststoreVersion", PatchOps.Add | PatchOps.Replace | PatchOps.Remove, (domain, in m) =>
            domain.MutualTlsAuthentication is { } mutual
                ? domain with { MutualTlsAuthentication = mutual with { TruststoreVersion = m.ValueOrNull } }
                : throw ApiGatewayFaults.BadRequest("A truststoreVersion needs a truststoreUri")),
        new("/ownershipVerificationCertificateArn", PatchOps.Add | PatchOps.Replace | PatchOps.Remove, (domain, in m) =>
            domain with { OwnershipVerificationCertificateArn = m.ValueOrNull }),
        new("/managementPolicy", PatchOps.Replace, (domain, in m) =>
            Private(domain) with { ManagementPolicy = m.ValueOrNull }),
        new("/policy", PatchOps.Replace, (domain, in m) => Private(domain) with { Policy = m.ValueOrNull }),
        new("/routingMode", PatchOps.Replace, (domain, in m) => domain with
        {
            RoutingMode = m.OneOf(
                DomainNameRules.MappingsOnly, DomainNameRules.RulesOnly, "ROUTING_RULE_THEN_BASE_PATH_MAPPING"),
        }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var before = await DomainNameStore.FindAsync(store, call, cancellationToken);
        var operations = PatchOperation.Of(call.Input);
        CheckMigration(operations);
        var after = Patches.Apply(before.Value, operations);
        var hasUpload = await store.Documents.FindAsync<DomainCertificateDocument>(
            call.Scope, before.Id, cancellationToken) is not null;
        DomainNameRules.CheckCertificates(after, hasUpload, call.Scope);
        DomainNameRules.CheckSecurity(after);
        after = DomainNameTargets.Complete(after, ids, call.Scope, time.GetUtcNow());
        var batch = new DocumentBatch(call.Scope);
        var reloads = operations.Any(
            static one => one.Path?.StartsWith("/mutualTlsAuthentication", StringComparison.Ordinal) == true);
        after = await security.SettleAsync(call.Scope, after, before.Value, reloads, batch, cancellationToken);
        await store.Documents.CommitAsync(batch.Replace(before, after), cancellationToken);
        return DomainNameShape.Output(after);
    }

    /// <summary>A migration takes two requests: the new type first, the old one off when traffic has moved.</summary>
    private static void CheckMigration(ImmutableArray<PatchOperation> operations)
    {
        var changes = operations.Where(one => one.Path == "/endpointConfiguration/types").Select(one => one.Op).ToHashSet();
        if (changes.Count > 1)
        {
            throw ApiGatewayFaults.BadRequest("Cannot add and remove endpoint types in one request");
        }
    }

    private static DomainNameDocument ChangeTypes(DomainNameDocument domain, in PatchMatch match)
    {
        var type = match.OneOf(EndpointRules.Edge, EndpointRules.Regional);
        var types = domain.EndpointConfiguration.Types;
        if (domain.IsPrivate() || types.Contains(type, StringComparer.Ordinal) != match.IsRemove
            || (match.IsRemove && types.Length == 1))
        {
            throw ApiGatewayFaults.BadRequest(
                "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
        }

        return domain with
        {
            EndpointConfiguration = domain.EndpointConfiguration with
            {
                Types = match.IsRemove ? types.Remove(type) : types.Add(type),
            },
        };
    }

    private static DomainNameDocument ChangeTruststore(DomainNameDocument domain, in PatchMatch match) => domain with
    {
        MutualTlsAuthentication = DomainNameRules.CheckTruststore(
            (domain.MutualTlsAuthentication ?? new MutualTlsAuthentication()) with
            {
                TruststoreUri = match.ValueOrNull,
            }),
    };

    private static DomainNameDocument Private(DomainNameDocument domain) => domain.IsPrivate()
        ? domain
        : throw ApiGatewayFaults.BadRequest("A policy can only be specified for private domain names");
}
