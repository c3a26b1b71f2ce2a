using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Domains;

internal sealed class CreateUserPoolDomain(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var name = call.Input.RequiredString("Domain");
        var certificate = call.Input.Members["CustomDomainConfig"]?["CertificateArn"]?.GetValue<string>();
        if (!(certificate is null ? PoolDomains.IsPrefix(name) : PoolDomains.IsHost(name)))
        {
            throw CognitoFaults.Invalid($"{name} is not a valid domain: lower-case letters, digits and hyphens, and not cognito, "
                + "amazon or aws in a prefix.");
        }

        if ((certificate is null ? pool.Value.Domain : pool.Value.CustomDomain) is { } taken)
        {
            throw CognitoFaults.Invalid($"User pool already has a domain configured: {taken}");
        }

        if (room.Directory.FindDomain(name) is not null)
        {
            throw CognitoFaults.Invalid("Domain already associated with another user pool.");
        }

        var domain = new UserPoolDomainDocument
        {
            PoolId = pool.Id,
            Version = room.Now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            CertificateArn = certificate,
            ManagedLoginVersion = call.Input.FindInteger("ManagedLoginVersion"),
        };
        await room.CommitAsync(
            pool.Batch().Create(name, domain).Replace(pool.Pool, PoolDomains.With(pool.Value, certificate is not null, name)),
            cancellationToken);
        return OperationOutput.Of(PoolDomains.Answer(domain, name));
    }
}

internal sealed class UpdateUserPoolDomain(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var domain = await PoolDomains.FindAsync(pool, call.Input.RequiredString("Domain"), cancellationToken);
        var changed = domain.Value with
        {
            CertificateArn = call.Input.Members["CustomDomainConfig"]?["CertificateArn"]?.GetValue<string>()
                ?? domain.Value.CertificateArn,
            ManagedLoginVersion = call.Input.FindInteger("ManagedLoginVersion") ?? domain.Value.ManagedLoginVersion,
        };
        if (changed.CertificateArn is null != domain.Value.CertificateArn is null)
        {
            throw CognitoFaults.Invalid("A prefix domain has no certificate.");
        }

        await room.CommitAsync(pool.Batch().Replace(domain, changed), cancellationToken);
        return OperationOutput.Of(PoolDomains.Answer(changed, domain.Id));
    }
}

internal sealed class DeleteUserPoolDomain(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        var domain = await PoolDomains.FindAsync(pool, call.Input.RequiredString("Domain"), cancellationToken);
        await room.CommitAsync(
            pool.Batch().Delete(domain)
                .Replace(pool.Pool, PoolDomains.With(pool.Value, domain.Value.CertificateArn is not null, null)),
            cancellationToken);
        return OperationOutput.Empty;
    }
}

/// <summary>A domain that does not exist is described by nothing, which tools rely on to see that it is free.</summary>
internal sealed class DescribeUserPoolDomain(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("Domain");
        var domain = await room.Documents.FindAsync<UserPoolDomainDocument>(call.Scope, name, cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["DomainDescription"] = domain is null ? [] : PoolDomains.Describe(call.Scope, name, domain.Value),
        });
    }
}

/// <summary>Names of hosted pages.</summary>
internal static class PoolDomains
{
    private const int PrefixChars = 63;
    private const int HostChars = 253;

    private static readonly string[] Reserved = ["aws", "amazon", "cognito"];

    public static bool IsPrefix(string text) => text.Length is > 0 and <= PrefixChars && IsLabel(text)
        && !Reserved.Any(word => text.Contains(word, StringComparison.Ordinal));

    public static bool IsHost(string text) => text.Length is > 0 and <= HostChars
        && text.Contains('.', StringComparison.Ordinal) && text.Split('.').All(IsLabel);

    public static UserPoolDocument With(UserPoolDocument pool, bool isCustom, string? name) =>
        isCustom ? pool with { CustomDomain = name } : pool with { Domain = name };

    public static async ValueTask<Versioned<UserPoolDomainDocument>> FindAsync(
        OpenedPool pool, string name, CancellationToken cancellationToken) =>
        await pool.Room.Documents.FindAsync<UserPoolDomainDocument>(pool.Scope, name, cancellationToken) is { } domain
            && domain.Value.PoolId == pool.Id
            ? domain
            : throw CognitoFaults.Invalid("No such domain or user pool exists.");

    public static JsonObject Answer(UserPoolDomainDocument domain, string name)
    {
        var shown = new JsonObject();
        if (domain.CertificateArn is not null)
        {
            // There is no distribution in front: whoever points DNS at this server reaches the pages.
            shown["CloudFrontDomain"] = name;
        }

        if (domain.ManagedLoginVersion is { } version)
        {
            shown["ManagedLoginVersion"] = version;
        }

        return shown;
    }

    public static JsonObject Describe(DocumentScope scope, string name, UserPoolDomainDocument domain)
    {
        var shown = new JsonObject
        {
            ["UserPoolId"] = domain.PoolId,
            ["AWSAccountId"] = scope.Account,
            ["Domain"] = name,
            ["CloudFrontDistribution"] = name,
            ["Version"] = domain.Version,
            ["Status"] = "ACTIVE",
            ["CustomDomainConfig"] = domain.CertificateArn is { } arn ? new JsonObject { ["CertificateArn"] = arn } : [],
        };
        if (domain.ManagedLoginVersion is { } version)
        {
            shown["ManagedLoginVersion"] = version;
        }

        return shown;
    }

    private static bool IsLabel(string text) => text.Length > 0 && text[0] != '-' && text[^1] != '-'
        && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
