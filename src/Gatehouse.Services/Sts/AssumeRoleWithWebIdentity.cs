using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Iam;
using Gatehouse.Services.Iam.Federation;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Sts;

/// <summary>Nobody signs it: the token of a registered issuer is the proof (security §3.5).</summary>
internal sealed class AssumeRoleWithWebIdentity(StsRoom room) : IOperation
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("RoleArn");
        if (!Arn.TryParse(arn, out var parsed))
        {
            throw StsRoom.Invalid($"{arn} is invalid");
        }

        var duration = StsRoom.Duration(call.Input, IdentityLimits.MinMaxSessionSeconds, IdentityLimits.MaxSessionSeconds);
        var asked = SessionInputs.Read(call.Input, call.Input.RequiredString("RoleSessionName"), duration, room.Identity);
        var providers = (await room.Documents.ListAsync<OidcProviderDocument>(
            IdentityScope.Of(parsed.Account), "", cancellationToken)).ToDictionary(static p => p.Id, static p => p.Value);
        var token = await VerifyAsync(call, providers, cancellationToken);
        var provider = OidcProviderDocument.IdOf(token.Issuer);
        var providerArn = OidcProviders.Arn(parsed.Account, provider);
        if (room.Sessions.Find(arn) is not { } found || !IsTrusted(found.Account, found.Role, arn, provider, providerArn, token, asked))
        {
            throw new ServiceFaultException("AccessDenied", 403, $"Not authorized to perform {Action}");
        }

        if (duration.TotalSeconds > found.Role.MaxSessionDuration)
        {
            throw StsRoom.Invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        asked = asked with { FederatedProvider = providerArn };
        var credentials = room.Sessions.Issue(found.Account, found.Role, asked) ?? throw SessionInputs.TooLarge();
        return OperationOutput.Of(new JsonObject
        {
            ["Credentials"] = StsRoom.View(credentials),
            ["SubjectFromWebIdentityToken"] = token.Subject,
            ["AssumedRoleUser"] = StsRoom.Assumed(credentials),
            ["Provider"] = providerArn,
            ["Audience"] = token.Audience,
        });
    }

    private bool IsTrusted(
        string account, RoleDocument role, string arn, string provider, string providerArn, WebIdentityOutcome token, SessionRequest asked)
    {
        var context = new ContextValues()
            .Set($"{provider}:aud", token.Audience)
            .Set($"{provider}:sub", token.Subject)
            .Set("sts:RoleSessionName", asked.Name)
            .Set("aws:FederatedProvider", providerArn);
        var bearer = new Principal
        {
            Kind = PrincipalKind.WebIdentity,
            Name = providerArn,
            FederatedProvider = providerArn,
        };
        return room.Identity.Directory.TrustOf(account, role)
            .Evaluate(new PolicyRequest(bearer, Action, arn, context)) == PolicyEffect.Allow;
    }

    private async ValueTask<WebIdentityOutcome> VerifyAsync(
        OperationCall call, Dictionary<string, OidcProviderDocument> providers, CancellationToken cancellationToken)
    {
        if (room.Identity.Tokens is not { } tokens)
        {
            throw new ServiceFaultException("IDPCommunicationError", 400, "Tokens of other issuers are not checked by this server.");
        }

        var outcome = await tokens.VerifyAsync(
            call.Input.RequiredString("WebIdentityToken"),
            issuer => providers.GetValueOrDefault(OidcProviderDocument.IdOf(issuer)), cancellationToken);
        return outcome.Status switch
        {
            WebIdentityStatus.Valid => outcome,
            WebIdentityStatus.UnknownIssuer => throw Refused(
                $"No OpenIDConnect provider found in your account for {outcome.Issuer}"),
            WebIdentityStatus.WrongAudience => throw Refused("Incorrect token audience"),
            WebIdentityStatus.Expired => throw new ServiceFaultException(
                "ExpiredTokenException", 400,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Token expired: current date/time {room.Time.GetUtcNow().ToUnixTimeSeconds()} must be before the expiration date/time {outcome.Expires.ToUnixTimeSeconds()}")),
            WebIdentityStatus.KeyUnavailable => throw Refused(
                "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity "
                + "documentation for requirements"),
            _ => throw Refused("The token is not a valid identity token."),
        };
    }

    private static ServiceFaultException Refused(string message) => new("InvalidIdentityToken", 400, message);
}
