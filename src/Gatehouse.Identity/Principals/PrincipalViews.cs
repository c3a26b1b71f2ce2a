using System.Collections.Immutable;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Identities;

namespace Gatehouse.Identity.Principals;

/// <summary>Users, roles and sessions as policies see them.</summary>
internal static class PrincipalViews
{
    /// <summary>A role by itself, without a session: what a simulation asks about.</summary>
    public static Principal OfRole(string account, RoleDocument role, string? organization)
    {
        ArgumentNullException.ThrowIfNull(role);
        return new Principal
        {
            Kind = PrincipalKind.RoleSession,
            Account = account,
            Arn = role.Arn(account),
            IssuerArn = role.Arn(account),
            UserId = role.UniqueId,
            UniqueId = role.UniqueId,
            Tags = TagsOf(role.Tags),
            OrganizationId = organization,
        };
    }

    public static Principal OfUser(string account, UserDocument user, string? organization)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new Principal
        {
            Kind = PrincipalKind.User,
            Account = account,
            Arn = user.Arn(account),
            IssuerArn = user.Arn(account),
            UserId = user.UniqueId,
            UniqueId = user.UniqueId,
            UserName = user.Name,
            Tags = TagsOf(user.Tags),
            OrganizationId = organization,
        };
    }

    /// <param name="claims">What the token says.</param>
    /// <param name="tags">Of the role or user behind the session; the session's own lie over them.</param>
    /// <param name="organization">The organisation of all accounts here, if the operator named one.</param>
    public static Principal OfSession(SessionClaims claims, ImmutableArray<IdentityTag> tags, string? organization)
    {
        return new Principal
        {
            Kind = claims.Kind,
            Account = claims.Account,
            Arn = claims.Arn,
            IssuerArn = claims.IssuerArn,
            UserId = claims.UserId,
            UniqueId = claims.IssuerId,
            UserName = claims.Kind == PrincipalKind.User ? claims.Arn[(claims.Arn.LastIndexOf('/') + 1)..] : null,
            Tags = claims.Tags is { } own ? TagsOf(tags).SetItems(own) : TagsOf(tags),
            TokenIssued = claims.Issued,
            FederatedProvider = claims.FederatedProvider,
            SourceIdentity = claims.SourceIdentity,
            OrganizationId = organization,
        };
    }

    private static ImmutableDictionary<string, string> TagsOf(ImmutableArray<IdentityTag> tags)
    {
        var builder = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in tags)
        {
            builder[tag.Key] = tag.Value;
        }

        return builder.ToImmutable();
    }
}
