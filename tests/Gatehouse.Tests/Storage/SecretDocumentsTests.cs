using System.Reflection;
using Gatehouse.Model.Documents;
using Shouldly;

namespace Gatehouse.Tests.Storage;

/// <summary>Which documents are sealed at rest (security §11.14).</summary>
public sealed class SecretDocumentsTests
{
    [Fact]
    public void The_list_of_secret_kinds_names_exactly_the_documents_that_say_so()
    {
        SecretTypes().Select(static type => (string)type.GetProperty("Kind")!.GetValue(null)!).Order(StringComparer.Ordinal)
            .ShouldBe(SecretDocuments.Kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_secret_document_prints_its_members()
    {
        foreach (var type in SecretTypes())
        {
            // A record's own ToString prints every member; it is marked as generated.
            type.GetMethod("ToString", [])!.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>()
                .ShouldBeNull(type.Name);
        }
    }

    private static IEnumerable<Type> SecretTypes() => typeof(IDocument<>).Assembly.GetTypes()
        .Where(static type => type is { IsClass: true, IsGenericTypeDefinition: false } && type.GetInterfaces().Any(static one =>
            one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IDocument<>)))
        .Where(static type => type.GetProperty("IsSecret", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is true);
}
