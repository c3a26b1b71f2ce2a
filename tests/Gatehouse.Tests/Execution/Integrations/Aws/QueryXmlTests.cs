using System.Text;
using Gatehouse.Execution.Integrations.Aws;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>rest-execution §5.2, NOTE: a Query service's answer as API Gateway gets it.</summary>
public sealed class QueryXmlTests
{
    [Theory]
    [InlineData(
        "<SendMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><SendMessageResult><MessageId>1</MessageId></SendMessageResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendMessageResponse>",
        """{"SendMessageResponse":{"SendMessageResult":{"MessageId":"1"},"ResponseMetadata":{"RequestId":"r"}}}""")]
    [InlineData(
        "<?xml version=\"1.0\"?><ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>",
        """{"Error":{"Type":"Sender","Code":"AccessDenied","Message":"no"},"RequestId":"r"}""")]
    [InlineData(
        "<L><Topics>\n <member><A>1</A></member>\n <member><A>2</A></member>\n</Topics><Empty/></L>",
        """{"L":{"Topics":[{"A":"1"},{"A":"2"}],"Empty":""}}""")]
    [InlineData("<L><Url>a</Url><Url>b</Url><N>x</N></L>", """{"L":{"Url":["a","b"],"N":"x"}}""")]
    public void Elements_become_members_and_lists_become_arrays(string xml, string json) =>
        Encoding.UTF8.GetString(QueryXml.ToJson(QueryXml.TryParse(Encoding.UTF8.GetBytes(xml))!)).ShouldBe(json);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\">]><a>&x;</a>")]
    public void What_is_no_plain_XML_is_left_as_it_is(string text) =>
        QueryXml.TryParse(Encoding.UTF8.GetBytes(text)).ShouldBeNull();

    [Fact]
    public void A_hostile_depth_is_not_followed()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 5_000)) + string.Concat(Enumerable.Repeat("</a>", 5_000));
        QueryXml.TryParse(Encoding.UTF8.GetBytes(deep)).ShouldBeNull();
    }
}
