using System.Text.Json.Serialization.Metadata;

namespace Gatehouse.Model.Documents;

/// <summary>
/// A stored document: a sealed record with a stable kind and its own serialisation contract. The JSON it is stored as
/// is append-only: members may be added, never renamed or given another meaning.
/// </summary>
public interface IDocument<TSelf>
    where TSelf : class, IDocument<TSelf>
{
    /// <summary>The stored name of this type, for example <c>apigateway/restapi</c>. Never changed once released.</summary>
    static abstract string Kind { get; }

    static abstract JsonTypeInfo<TSelf> TypeInfo { get; }

    /// <summary>
    /// Holds what must not lie in the store as it is: a key, a password, a token. Such documents are sealed as a whole
    /// (<see cref="IDocumentSeal"/>); who says so here also stands in <see cref="SecretDocuments"/>.
    /// </summary>
    static virtual bool IsSecret => false;
}
