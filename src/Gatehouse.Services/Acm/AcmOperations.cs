using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>The operations of ACM that are built, by AWS's names.</summary>
internal static class AcmOperations
{
    public static IReadOnlyDictionary<string, IOperation> Create(AcmRoom room) =>
        new Dictionary<string, IOperation>(StringComparer.Ordinal)
        {
            ["ImportCertificate"] = new ImportCertificate(room),
            ["RequestCertificate"] = new RequestCertificate(room),
            ["DescribeCertificate"] = new DescribeCertificate(room),
            ["GetCertificate"] = new GetCertificate(room),
            ["DeleteCertificate"] = new DeleteCertificate(room),
            ["ListCertificates"] = new ListCertificates(room),
            ["ExportCertificate"] = new ExportCertificate(room),
            ["RenewCertificate"] = new RenewCertificate(room),
            ["RevokeCertificate"] = new RevokeCertificate(room),
            ["UpdateCertificateOptions"] = new UpdateCertificateOptions(room),
            ["ResendValidationEmail"] = new ResendValidationEmail(room),
            ["AddTagsToCertificate"] = new AddTagsToCertificate(room),
            ["RemoveTagsFromCertificate"] = new RemoveTagsFromCertificate(room),
            ["ListTagsForCertificate"] = new ListTagsForCertificate(room),
            ["TagResource"] = new TagResource(room),
            ["UntagResource"] = new UntagResource(room),
            ["ListTagsForResource"] = new ListTagsForResource(room),
            ["GetAccountConfiguration"] = new GetAccountConfiguration(room),
            ["PutAccountConfiguration"] = new PutAccountConfiguration(room),
        };
}
