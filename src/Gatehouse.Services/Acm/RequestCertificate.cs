using System.Text.Json.Nodes;
using Gatehouse.Model.Certificates;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Acm;

/// <summary>Issues a certificate by the house's own authority, at once. Differs from AWS: it is ISSUED when the answer arrives, and nobody proves that a name is theirs.</summary>
internal sealed class RequestCertificate(AcmRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var names = NamesOf(call.Input);
        var algorithm = call.Input.FindString("KeyAlgorithm") ?? KeyAlgorithms.Rsa2048;
        if (algorithm is not (KeyAlgorithms.Rsa2048 or KeyAlgorithms.P256 or KeyAlgorithms.P384))
        {
            throw AcmFaults.Parameter(
                $"The key algorithm {algorithm} cannot be requested; valid are RSA_2048, EC_prime256v1 and EC_secp384r1.");
        }

        if (call.Input.Has("CertificateAuthorityArn"))
        {
            // Fail closed: a certificate of another authority than the one that was named would not be the same thing.
            throw AcmFaults.Parameter("There is no AWS Private CA here; leave out CertificateAuthorityArn for the authority of the house.");
        }

        var token = call.Input.FindString("IdempotencyToken");
        var all = await room.Documents.ListAsync<CertificateDocument>(call.Scope, "", cancellationToken);
        if (token is not null && all.FirstOrDefault(one => one.Value.IdempotencyToken == token
            && one.Value.DomainName == names[0] && room.Now - one.Value.CreatedAt < CertificateLimits.TokenLife) is { } same)
        {
            return Answer(call, same.Id);
        }

        if (all.Length >= CertificateLimits.PerRegion)
        {
            throw AcmRoom.Full();
        }

        var options = call.Input.Members["Options"];
        var tags = CertificateTags.Read(call.Input.Members["Tags"]);
        var issued = await room.Authority.IssueAsync(names, algorithm, cancellationToken);
        var document = new CertificateDocument
        {
            Id = room.Ids.Uuid(),
            Type = CertificateDocument.Issued,
            DomainName = names[0],
            Certificate = issued.Certificate,
            Chain = issued.Chain,
            CreatedAt = room.Now,
            ChangedAt = room.Now,
            ValidationMethod = call.Input.FindString("ValidationMethod") ?? "EMAIL",
            IdempotencyToken = token,
            IsExportable = options?["Export"]?.GetValue<string>() == "ENABLED",
            TransparencyLogging = options?["CertificateTransparencyLoggingPreference"]?.GetValue<string>() ?? "ENABLED",
            ManagedBy = call.Input.FindString("ManagedBy"),
            Tags = tags,
        };
        await room.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Create(document.Id, document)
                .Create(document.Id, new CertificateKeyDocument { PrivateKey = issued.PrivateKey }),
            cancellationToken);
        return Answer(call, document.Id);
    }

    private static OperationOutput Answer(OperationCall call, string id) =>
        OperationOutput.Of(new JsonObject { ["CertificateArn"] = CertificateDocument.ArnOf(call.Scope, id) });

    private static List<string> NamesOf(OperationInput input)
    {
        var names = new List<string> { Name(input.RequiredString("DomainName")) };
        foreach (var sent in (input.Members["SubjectAlternativeNames"] as JsonArray ?? []).OfType<JsonValue>())
        {
            var name = Name(sent.GetValue<string>());
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                names.Add(name);
            }
        }

        return names.Count <= CertificateLimits.Names
            ? names
            : throw AcmFaults.Exceeded($"Error: the certificate would have {names.Count} names, and {CertificateLimits.Names} is the most.");
    }

    /// <summary>Whole labels of letters, digits and hyphens; the first may be a star.</summary>
    private static string Name(string sent)
    {
        var name = sent.ToLowerInvariant().TrimEnd('.');
        var labels = name.Split('.');
        var isValid = name.Length <= CertificateLimits.NameLength && labels.Length >= 2
            && labels.Index().All(label => (label is { Index: 0, Item: "*" } && labels.Length >= 2) || IsLabel(label.Item));
        return isValid
            ? name
            : throw AcmFaults.Invalid(
                $"1 validation error detected: Value '{sent}' at 'domainName' failed to satisfy constraint: Member must satisfy "
                + @"regular expression pattern: (\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])");
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
