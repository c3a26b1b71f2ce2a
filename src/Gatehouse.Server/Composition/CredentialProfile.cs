using Gatehouse.Model.ExternalServices;

namespace Gatehouse.Server.Composition;

/// <summary>
/// A profile of the shared credentials file (<c>~/.aws/credentials</c>, or <c>AWS_SHARED_CREDENTIALS_FILE</c>), static
/// keys only: the form is the AWS CLI's.
/// </summary>
internal static class CredentialProfile
{
    /// <returns><see langword="null"/> when the file has no such profile with keys.</returns>
    public static ServiceCredentials? Find(string profile, Func<string, string?> environment)
    {
        var path = environment("AWS_SHARED_CREDENTIALS_FILE") is { Length: > 0 } given
            ? given
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "credentials");
        if (!File.Exists(path))
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isInside = false;
        foreach (var line in File.ReadLines(path))
        {
            var text = line.Trim();
            if (text.StartsWith('['))
            {
                isInside = text.Equals($"[{profile}]", StringComparison.Ordinal);
            }
            else if (isInside && !text.StartsWith('#') && text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                values[text[..equals].Trim()] = text[(equals + 1)..].Trim();
            }
        }

        return values.TryGetValue("aws_access_key_id", out var id) && values.TryGetValue("aws_secret_access_key", out var secret)
            ? new ServiceCredentials(id, secret, values.GetValueOrDefault("aws_session_token"))
            : null;
    }
}
