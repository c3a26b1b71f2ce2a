namespace Gatehouse.Model.ApisV2;

/// <summary>
/// Asks a token issuer for its discovery document while an authorizer is made (http-api §3.5), so that a mistyped
/// issuer is told at once and not by every later call.
/// </summary>
public interface IIssuerProbe
{
    /// <param name="issuer">As the caller wrote it; the document stands at <c>{issuer}/.well-known/openid-configuration</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether the issuer answered with a document of its own.</returns>
    ValueTask<bool> AnswersAsync(string issuer, CancellationToken cancellationToken);
}
