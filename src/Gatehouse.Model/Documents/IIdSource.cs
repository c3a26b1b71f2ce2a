namespace Gatehouse.Model.Documents;

/// <summary>Randomness as an argument: every id the server makes up comes from here, so that tests can predict it.</summary>
public interface IIdSource
{
    /// <summary>Lower-case letters and digits, as API Gateway's ids: 10 for an API and its root resource, 6 for the rest.</summary>
    string AlphanumericId(int length);

    /// <summary>A version 4 UUID in lower case with hyphens, as request and revision ids are.</summary>
    string Uuid();

    /// <summary>Fills with random bytes of cryptographic quality.</summary>
    void Fill(Span<byte> bytes);
}
