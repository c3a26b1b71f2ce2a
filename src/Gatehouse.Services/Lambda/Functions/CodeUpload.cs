using System.IO.Compression;
using System.Security.Cryptography;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Lambda.Functions;

/// <summary>Checks an uploaded zip and stores it, so that a function is Active as soon as it is created.</summary>
internal sealed class CodeUpload(IFunctionPackages packages)
{
    /// <summary>
    /// Takes the zip as it stood in the JSON; there is none when the caller sent another kind of code.
    /// </summary>
    public async ValueTask<FunctionCode> StoreAsync(string? base64, CancellationToken cancellationToken)
    {
        var zip = Check(base64);
        return Code(zip) with { PackageKey = await packages.PutAsync(zip, cancellationToken) };
    }

    /// <summary>What storing would answer, without storing.</summary>
    public static FunctionCode Try(string? base64) => Code(Check(base64));

    private static FunctionCode Code(byte[] zip) => new()
    {
        CodeSha256 = Convert.ToBase64String(SHA256.HashData(zip)),
        CodeSize = zip.Length,
    };

    private static byte[] Check(string? base64)
    {
        if (base64 is null)
        {
            throw LambdaFaults.InvalidParameter("Please provide a source for function code."
                + " This server takes code as ZipFile; S3Bucket and ImageUri are not supported.");
        }

        var zip = Convert.FromBase64String(base64);
        if (zip.Length > FunctionLimits.ZippedBytes)
        {
            throw LambdaFaults.Of(
                "RequestEntityTooLargeException",
                413,
                $"Zipped size must be smaller than {FunctionLimits.ZippedBytes} bytes");
        }

        CheckZip(zip);
        return zip;
    }

    private static void CheckZip(byte[] zip)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip, writable: false), ZipArchiveMode.Read);
            // Sizes are the archive's own claims, and may add up to more than a number holds.
            var claimed = archive.Entries.Aggregate(
                0L, static (sum, entry) => sum + Math.Clamp(entry.Length, 0, FunctionLimits.UnzippedBytes));
            if (claimed > FunctionLimits.UnzippedBytes)
            {
                throw LambdaFaults.InvalidParameter(
                    $"Unzipped size must be smaller than {FunctionLimits.UnzippedBytes} bytes");
            }

            if (archive.Entries.Count == 0)
            {
                throw LambdaFaults.InvalidParameter("Uploaded file must be a non-empty zip");
            }
        }
        catch (InvalidDataException)
        {
            throw LambdaFaults.InvalidParameter(
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
        }
    }
}
