using System.Collections.Immutable;
using System.Text;
using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Secrets;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Identity.Principals;

/// <summary>A directory over a store in memory, with a few identities in it.</summary>
internal sealed class IdentityFixture
{
    public const string Account = "000000000000";

    public IdentityFixture()
    {
        Directory = new IdentityDirectory(Key, NullLogger.Instance);
        Store = new InMemoryDocumentStore(Directory);
    }

    public IdentityKey Key { get; } = IdentityKey.CreateTransient();

    public IdentityDirectory Directory { get; }

    public InMemoryDocumentStore Store { get; }

    private static DocumentScope Scope => IdentityScope.Of(Account);

    /// <returns>The user's access key.</returns>
    public async Task<(string AccessKeyId, string Secret)> AddUserAsync(string name, string? policy = null)
    {
        var (id, secret) = SessionTokens.NewCredentials("AKIA");
        await Store.CommitAsync(
            new DocumentBatch(Scope)
                .Upsert(IdentityScope.IdOf(name), UserOf(name, policy))
                .Create(id, new AccessKeyDocument
                {
                    User = IdentityScope.IdOf(name),
                    SealedSecret = Key.Seal(Encoding.UTF8.GetBytes(secret), IdentityDirectory.SecretPurpose, id),
                    IsActive = true,
                    Created = DateTimeOffset.UnixEpoch,
                }),
            CancellationToken.None);
        return (id, secret);
    }

    public async Task<RoleDocument> AddRoleAsync(string name, string trust, string? policy = null, string id = "AROAAAAAAAAAAAAAAAAAA")
    {
        var role = new RoleDocument
        {
            Name = name,
            Path = "/",
            UniqueId = id,
            Created = DateTimeOffset.UnixEpoch,
            InlinePolicies = Inline(policy),
            AttachedPolicies = [],
            TrustPolicy = trust,
            TrustedArns = ImmutableSortedDictionary<string, string>.Empty,
            MaxSessionDuration = 3600,
            Tags = [],
        };
        await Store.CommitAsync(new DocumentBatch(Scope).Upsert(IdentityScope.IdOf(name), role), CancellationToken.None);
        return role;
    }

    public static string Trust(string principal) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRole"}]}""";

    public static string AllowAll(string action = "*", string resource = "*", string effect = "Allow") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"}]}""";

    public static UserDocument UserOf(string name, string? policy, string id = "AIDAAAAAAAAAAAAAAAAAA") => new()
    {
        Name = name,
        Path = "/",
        UniqueId = id,
        Created = DateTimeOffset.UnixEpoch,
        InlinePolicies = Inline(policy),
        AttachedPolicies = [],
        Tags = [],
        Groups = [],
    };

    private static ImmutableSortedDictionary<string, string> Inline(string? policy) => policy is null
        ? ImmutableSortedDictionary<string, string>.Empty
        : ImmutableSortedDictionary<string, string>.Empty.Add("p", policy);
}
