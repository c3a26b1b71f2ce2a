using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Federation;

/// <summary>What the operations on OIDC providers share.</summary>
internal static class OidcProviders
{
    public static string Arn(string account, string id) => $"arn:aws:iam::{account}:oidc-provider/{id}";

    public static async ValueTask<Versioned<OidcProviderDocument>> FindAsync(
        IamRoom room, OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("OpenIDConnectProviderArn");
        var prefix = Arn(call.Scope.Account, "");
        var id = arn.StartsWith(prefix, StringComparison.Ordinal) ? arn[prefix.Length..] : "";
        return await room.Documents.FindAsync<OidcProviderDocument>(IamRoom.Scope(call), id, cancellationToken)
            ?? throw IamRoom.Missing($"OpenIDConnect Provider not found for arn {arn}");
    }

    public static ImmutableArray<string> Texts(OperationInput input, string member) =>
        [.. input.Members[member]?.AsArray().Select(static text => text!.GetValue<string>()).Distinct() ?? []];
}
