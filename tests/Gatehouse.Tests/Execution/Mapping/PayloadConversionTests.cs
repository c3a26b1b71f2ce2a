using System.Text;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Shouldly;

namespace Gatehouse.Tests.Execution.Mapping;

/// <summary>rest-execution §8.1 to §8.3: every row of both tables with every contentHandling, and media types.</summary>
public sealed class PayloadConversionTests
{
    // §8.2. Columns: nothing, CONVERT_TO_BINARY, CONVERT_TO_TEXT; A as it is, D Base64 decoded, E Base64 encoded.
    [Theory]
    [InlineData("", "text/plain", "ADA")] // list undefined
    [InlineData("", "image/png", "ADA")]
    [InlineData("image/png", "text/plain", "ADA")] // list set, type not matching
    [InlineData("image/png", "", "ADA")] // no Content-Type
    [InlineData("image/png", "image/png", "AAE")] // matching: raw bytes
    [InlineData("image/png", "IMAGE/PNG; q=1", "AAE")]
    [InlineData("image/*", "image/gif", "AAE")]
    [InlineData("*/*", "application/json", "AAE")]
    [InlineData("*/*", "", "AAE")]
    public void The_table_of_binary_requests(string types, string contentType, string forms) => Enum.GetValues<ContentHandling>()
        .Select(handling => Letter(PayloadConversion.OfRequest(Types(types), contentType, handling)))
        .ShouldBe(forms);

    // §8.3. Columns as above.
    [Theory]
    [InlineData("", "application/json", "text/plain", "ADA")] // list undefined
    [InlineData("", "image/png", "image/png", "ADA")]
    [InlineData("image/png", "application/json", "text/plain", "ADA")] // text, text wanted
    [InlineData("image/png", "application/json", "image/png", "DDA")] // text, binary wanted
    [InlineData("image/png", "image/png", "text/plain", "EAE")] // binary, text wanted
    [InlineData("image/png", "image/png", "", "EAE")] // no Accept is no wish for binary
    [InlineData("image/png", "image/png", "image/png", "AAE")] // binary, binary wanted
    [InlineData("image/png", "image/png;x=y", "image/png", "AAE")]
    [InlineData("*/*", "application/json", "text/plain", "AAE")] // everything is binary
    [InlineData("*/*", "application/json", "", "AAE")]
    public void The_table_of_binary_responses(string types, string contentType, string accepted, string forms) =>
        Enum.GetValues<ContentHandling>()
            .Select(handling => Letter(PayloadConversion.OfResponse(Types(types), contentType, accepted, handling)))
            .ShouldBe(forms);

    [Theory] // §8.1: the first in textual order wins, whatever its weight
    [InlineData("image/png", "image/png")]
    [InlineData("text/html;q=0.1, image/png;q=1", "text/html")]
    [InlineData(" image/png ;q=0.5,*/*", "image/png")]
    [InlineData("", "")]
    public void Only_the_first_accepted_type_counts(string accept, string first) =>
        MediaType.FirstOfAccept(accept).ToString().ShouldBe(first);

    [Theory]
    [InlineData("image/*", "imagex/png", false)]
    [InlineData("image/png", "image/pngx", false)]
    [InlineData("image/png", "image", false)]
    [InlineData("image/*", "image/svg+xml", true)]
    public void A_wildcard_covers_a_type_and_nothing_else(string entry, string type, bool matches) =>
        Types(entry).Matches(type).ShouldBe(matches);

    [Theory]
    [InlineData("aGk=", true)]
    [InlineData("aGk", false)]
    [InlineData("no base64!", false)]
    [InlineData("", true)]
    public void What_is_no_Base64_cannot_be_decoded(string text, bool isDecoded) =>
        PayloadConversion.TryApply(PayloadForm.DecodeBase64, Encoding.ASCII.GetBytes(text), out _).ShouldBe(isDecoded);

    private static BinaryMediaTypes Types(string entries) => new(entries.Split(',', StringSplitOptions.RemoveEmptyEntries));

    private static char Letter(PayloadForm form) => form switch
    {
        PayloadForm.AsIs => 'A',
        PayloadForm.DecodeBase64 => 'D',
        _ => 'E',
    };
}
