using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Lambda.Functions;

/// <summary>
/// The <c>Location</c> of a function's code (deployment-and-tools §6.5): a URL of this server that serves the zip for
/// ten minutes to whoever has it. The server maps <see cref="Prefix"/> to <see cref="OpenAsync"/>.
/// </summary>
/// <remarks>
/// The key lives as long as the process: URLs of before a restart are refused, like expired ones. Each node of a
/// cluster signs for itself, and names itself by the address that its caller used.
/// </remarks>
public sealed class FunctionDownloads
{
    /// <summary>What the URLs' paths begin with; the token follows.</summary>
    public const string Prefix = "/_gatehouse/functions/";

    private const int KeyBytes = 32;
    private const int PackageKeyLength = 64;

    /// <summary>As long as AWS's presigned URL.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IFunctionPackages _packages;
    private readonly TimeProvider _time;
    private readonly byte[] _key = new byte[KeyBytes];

    public FunctionDownloads(IFunctionPackages packages, IIdSource ids, TimeProvider time)
    {
        _packages = packages;
        _time = time;
        ids.Fill(_key);
    }

    /// <summary>The zip that the token stands for, to be disposed by the caller.</summary>
    /// <param name="token">What follows <see cref="Prefix"/>.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns><see langword="null"/> when the token is not ours or has expired, or the package is gone.</returns>
    public async ValueTask<Stream?> OpenAsync(string token, CancellationToken cancellationToken)
    {
        var parts = token.Split('.');
        if (parts is not [{ Length: PackageKeyLength } packageKey, var expires, var signature]
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Sign(packageKey, expires)), Encoding.ASCII.GetBytes(signature))
            || _time.GetUtcNow().ToUnixTimeSeconds() >= seconds)
        {
            return null;
        }

        return await _packages.OpenAsync(packageKey, cancellationToken);
    }

    /// <param name="endpointUrl">The server as the caller reached it.</param>
    /// <param name="packageKey">The package.</param>
    internal string UrlOf(string endpointUrl, string packageKey)
    {
        var expires = _time.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{endpointUrl}{Prefix}{packageKey}.{expires}.{Sign(packageKey, expires)}";
    }

    private string Sign(string packageKey, string expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes($"{packageKey}.{expires}")));
}
