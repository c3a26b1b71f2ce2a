using System.Collections.Immutable;
using System.Globalization;

namespace Gatehouse.Identity.Policies;

/// <summary>What kind of caller (security §2.6, <c>aws:PrincipalType</c>).</summary>
public enum PrincipalKind
{
    /// <summary>Nobody known: no signature, or an authorizer that only the API knows.</summary>
    Anonymous = 0,

    /// <summary>The account itself.</summary>
    Root = 1,

    User = 2,

    /// <summary>A session of a role.</summary>
    RoleSession = 3,

    /// <summary>A session of GetFederationToken.</summary>
    FederatedUser = 4,

    /// <summary>The bearer of another issuer's token, who asks for a role.</summary>
    WebIdentity = 5,

    /// <summary>An AWS service, such as this gateway when it calls a function.</summary>
    Service = 6,
}

/// <summary>A caller as policies see one (security §2.4, §2.6).</summary>
public sealed class Principal
{
    private static readonly ImmutableDictionary<string, string> NoTags =
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    public static Principal Anonymous { get; } = new() { Kind = PrincipalKind.Anonymous, UserId = "anonymous" };

    public required PrincipalKind Kind { get; init; }

    /// <summary>Twelve digits; empty for services, bearers of tokens and the anonymous.</summary>
    public string Account { get; init; } = "";

    /// <summary>
    /// The ARN that names this very caller: of a user, of a session (<c>arn:aws:sts::…:assumed-role/…</c>), of the root.
    /// </summary>
    public string Arn { get; init; } = "";

    /// <summary>
    /// What stands behind a session: the role's ARN with its path, or the user's who asked for the session. For others
    /// the same as <see cref="Arn"/>. It is the value of <c>aws:PrincipalArn</c>.
    /// </summary>
    public string IssuerArn { get; init; } = "";

    /// <summary><c>AIDA…</c>, <c>AROA…:session</c>, <c>account:name</c> or the account.</summary>
    public string UserId { get; init; } = "";

    /// <summary>The unique id of the user or role, without a session's name; empty where there is none.</summary>
    public string UniqueId { get; init; } = "";

    /// <summary>Users only; <c>aws:username</c>.</summary>
    public string? UserName { get; init; }

    /// <summary>The service's principal, or the provider (ARN or host) of a web identity.</summary>
    public string? Name { get; init; }

    /// <summary>Tags of the user, or of the role with the session's over them.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = NoTags;

    /// <summary>Temporary credentials only.</summary>
    public DateTimeOffset? TokenIssued { get; init; }

    public string? FederatedProvider { get; init; }

    public string? SourceIdentity { get; init; }

    /// <summary>The organisation that the operator named, if any.</summary>
    public string? OrganizationId { get; init; }

    private bool IsKnown => Kind is not (PrincipalKind.Anonymous or PrincipalKind.Service or PrincipalKind.WebIdentity);

    /// <param name="name">Such as <c>apigateway.amazonaws.com</c>.</param>
    public static Principal Service(string name) => new() { Kind = PrincipalKind.Service, Name = name };

    public static Principal Root(string account) => new()
    {
        Kind = PrincipalKind.Root,
        Account = account,
        Arn = $"arn:aws:iam::{account}:root",
        IssuerArn = $"arn:aws:iam::{account}:root",
        UserId = account,
    };

    /// <summary>Whether the caller itself answers for the key.</summary>
    public bool Knows(string key) => Find(ContextKey.Of(key)).IsPresent;

    public override string ToString() => Arn.Length > 0 ? Arn : Name ?? "anonymous";

    internal ContextValue Find(ContextKey key)
    {
        if (key.PrincipalTag is { } tag)
        {
            return ContextValue.Of(Tags.GetValueOrDefault(tag));
        }

        return key.Known switch
        {
            KnownKey.PrincipalArn => ContextValue.Of(IsKnown ? IssuerArn : null),
            KnownKey.PrincipalAccount => ContextValue.Of(
                IsKnown ? Account : Kind == PrincipalKind.Anonymous ? "anonymous" : null),
            KnownKey.PrincipalType => ContextValue.Of(TypeName()),
            KnownKey.UserId => ContextValue.Of(UserId.Length > 0 ? UserId : null),
            KnownKey.UserName => ContextValue.Of(UserName),
            KnownKey.PrincipalOrgId => ContextValue.Of(IsKnown ? OrganizationId : null),
            KnownKey.TokenIssueTime => ContextValue.Of(TokenIssued is { } issued ? Text(issued) : null),

            // Temporary credentials always carry the key, long-term ones never; nobody here signs in with a second
            // factor.
            KnownKey.MultiFactorAuthPresent => TokenIssued is null ? default : ContextValue.Of(false),
            KnownKey.FederatedProvider => ContextValue.Of(FederatedProvider),
            KnownKey.SourceIdentity => ContextValue.Of(SourceIdentity),
            KnownKey.PrincipalIsAwsService => ContextValue.Of(Kind == PrincipalKind.Service),
            KnownKey.PrincipalServiceName => ContextValue.Of(Kind == PrincipalKind.Service ? Name : null),
            KnownKey.PrincipalServiceNamesList =>
                Kind == PrincipalKind.Service ? ContextValue.OfMany([Name!]) : default,
            KnownKey.ViaAwsService => ContextValue.Of(false),
            _ => default,
        };
    }

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string? TypeName() => Kind switch
    {
        PrincipalKind.Anonymous => "Anonymous",
        PrincipalKind.Root => "Account",
        PrincipalKind.User => "User",
        PrincipalKind.RoleSession => "AssumedRole",
        PrincipalKind.FederatedUser => "FederatedUser",
        _ => null,
    };
}
