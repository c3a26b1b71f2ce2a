using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Languages;
using Gatehouse.Services.SdkGeneration.Naming;
using Shouldly;

namespace Gatehouse.Tests.Services.SdkGeneration.Naming;

/// <summary>How methods are named (rest-control-plane §5.3, §5.4).</summary>
public sealed class OperationNameTests
{
    [Theory]
    [InlineData("javascript", "GET", "/", null, "rootGet")]
    [InlineData("javascript", "POST", "/", null, "rootPost")]
    [InlineData("javascript", "GET", "/{a}/{b}/{op}", null, "aBOpGet")]
    [InlineData("javascript", "POST", "/{userName}/create-course", null, "userNameCreateCoursePost")]
    [InlineData("javascript", "GET", "/pet.store/list_all", null, "petStoreListAllGet")]
    [InlineData("javascript", "GET", "/{proxy+}", null, "proxyGet")] // unconfirmed
    [InlineData("javascript", "OPTIONS", "/pets", null, "petsOptions")]
    [InlineData("javascript", "GET", "/pets", "listPets", "petsGet")] // the operation name is an alias
    [InlineData("android", "GET", "/{a}/{b}/{op}", null, "aBOpGet")]
    [InlineData("objectivec", "GET", "/", null, "rootGet")]
    [InlineData("swift", "GET", "/pets", "ListPets", "listPets")] // §5.2: the operation name overrides
    [InlineData("java", "GET", "/{a}/{b}/{op}", null, "getABOp")]
    [InlineData("java", "GET", "/", null, "getApiRoot")]
    [InlineData("java", "POST", "/", null, "postApiRoot")]
    [InlineData("java", "GET", "/pets", "ListPets", "listPets")]
    [InlineData("ruby", "GET", "/{a}/{b}/{op}", null, "get_ab_op")]
    [InlineData("ruby", "GET", "/", null, "get_api_root")]
    [InlineData("ruby", "GET", "/pets", "ListPets", "list_pets")]
    [InlineData("python", "GET", "/pets/{petId}", null, "get_pets_pet_id")]
    [InlineData("typescript", "GET", "/pets/{petId}", "get-pet", "getPet")]
    [InlineData("csharp", "GET", "/pets/{petId}", "getPet", "GetPet")]
    [InlineData("go", "DELETE", "/pets/{petId}", null, "DeletePetsPetId")]
    [InlineData("objectivec", "POST", "/new", null, "callNewPost")] // ARC's method families
    public void A_method_is_named_as_the_platform_has_it(string type, string verb, string path, string? given, string name) =>
        SdkLanguages.Find(type)!.OperationName(new SdkOperation
        {
            Verb = verb, Path = path, OperationName = given, AuthorizationType = "NONE", Parameters = [],
        }).ShouldBe(name);

    [Theory]
    [InlineData("ListPets", "listPets", "ListPets", "list_pets")]
    [InlineData("URLs", "urls", "URLs", "urls")]
    [InlineData("APIKey", "apiKey", "APIKey", "api_key")]
    [InlineData("ID", "id", "ID", "id")]
    [InlineData("pet_id", "petId", "PetId", "pet_id")]
    [InlineData("é-1 x", "1X", "1X", "1_x")]
    public void Words_are_joined_as_a_language_joins_them(string text, string camel, string pascal, string snake)
    {
        var words = Words.Split(text);
        (Words.Camel(words), Words.Pascal(words), Words.Snake(words)).ShouldBe((camel, pascal, snake));
    }

    [Fact]
    public void No_two_things_of_a_scope_have_one_name_and_none_has_a_reserved_one()
    {
        var scope = new NameScope(["class", "class2"], StringComparer.Ordinal);
        string Take(string name) => scope.Take(name, "value", static word => word + "_");

        new[] { "class", "class_", "pet", "pet", "pet2", "", "", "1st", "pet" }.Select(Take)
            .ShouldBe(["class_", "class_2", "pet", "pet2", "pet22", "value", "value2", "value1st", "pet3"]);
    }

    [Fact]
    public void A_second_name_never_takes_the_first_name_of_another_method()
    {
        var api = SdkSample.Describe(SdkSample.Definition(
            "x", [], ("/a", "GET", SdkSample.Method("GET", "bGet")), ("/b", "GET", SdkSample.Method("GET", "listB"))));

        var client = SdkSample.Generate(SdkLanguages.Find("javascript")!, api)["apiGateway-js-sdk/apigClient.js"];

        client.ShouldContain("apigClient.listB = apigClient.bGet;");
        client.ShouldNotContain("apigClient.bGet = apigClient.aGet;");
    }
}
