using System.Collections.Frozen;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Domains;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Model.Documents;

/// <summary>
/// The kinds of documents that are sealed at rest, by name: a store that seals what an older version wrote in the open
/// sees rows, not types. A test holds this list against <see cref="IDocument{TSelf}.IsSecret"/>.
/// </summary>
public static class SecretDocuments
{
    public static FrozenSet<string> Kinds { get; } = new[]
    {
        ApiKeyDocument.Kind,
        CertificateAuthorityDocument.Kind,
        CertificateKeyDocument.Kind,
        ClientCertificateKeyDocument.Kind,
        DomainCertificateDocument.Kind,
        PoolProviderDocument.Kind,
        PoolUserDocument.Kind,
        UserPoolClientDocument.Kind,
        UserPoolKeysDocument.Kind,
    }.ToFrozenSet(StringComparer.Ordinal);
}
