using System.Buffers;
using System.Text;
using Gatehouse.Languages.Vtl;
using Gatehouse.Languages.Vtl.Runtime;
using Shouldly;

namespace Gatehouse.Tests.Languages.Vtl.Runtime;

public sealed class Utf8OutputTests
{
    [Fact]
    public void Texts_of_every_length_and_kind_arrive_in_order()
    {
        var random = new Random(20261121);
        var expected = new StringBuilder();
        var destination = new ArrayBufferWriter<byte>(16);
        var output = new Utf8Output(destination);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new string((i % 5) switch { 0 => 'é', 1 => '€', _ => 'x' }, random.Next(i % 100 == 0 ? 5_000 : 40));
            output.Write(text);
            output.Write(new LiteralText("|"));
            output.Write(i);
            output.Write(i / 4.0);
            expected.Append(text).Append('|').Append(i)
                .Append(Gatehouse.Languages.Java.JavaNumber.Format(i / 4.0));
        }

        output.Complete();
        Encoding.UTF8.GetString(destination.WrittenSpan).ShouldBe(expected.ToString());
    }

    // Lone halves do not survive as arguments of a theory: its names are written as UTF-8.
    [Fact]
    public void A_surrogate_pair_may_be_split_between_two_texts()
    {
        Write("\ud83d", "\ude00").ShouldBe("😀");
        Write("\ud83d", "x").ShouldBe("?x");
        Write("a\ud83d", string.Empty).ShouldBe("a?");
        Write("\ude00", "b").ShouldBe("?b");
    }

    [Fact]
    public void A_number_after_half_a_pair_follows_its_question_mark()
    {
        var destination = new ArrayBufferWriter<byte>();
        var output = new Utf8Output(destination);
        output.Write("\ud83d");
        output.Write(7);
        output.Write("\ud83d");
        output.Write(0.5);
        output.Complete();
        Encoding.UTF8.GetString(destination.WrittenSpan).ShouldBe("?7?0.5");
    }

    [Fact]
    public void A_typical_rendering_allocates_less_than_1_KiB_beyond_its_output()
    {
        // Issue of the three languages: the body is parsed before, once for all who read it.
        var program = VtlProgram.Compile(
            "#set($o = $input.path('$.order'))\n{\"id\":\"$o.id\",\"a\":$input.path('$.order.a'),\"items\":["
            + "#foreach($i in $input.path('$.order.items'))$foreach.count:$i.sku#if($foreach.hasNext),#end#end]}");
        var items = string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{"sku":"S{{i}}"}"""));
        var body = new Gatehouse.Languages.Json.JsonBody(
            Encoding.UTF8.GetBytes("{\"order\":{\"id\":\"x\",\"a\":1.5,\"items\":[" + items + "]}}"));
        var destination = new ArrayBufferWriter<byte>(8_192);
        long Render()
        {
            destination.ResetWrittenCount();
            var before = GC.GetAllocatedBytesForCurrentThread();
            program.Run(
                VtlScope.ForMapping(new Gatehouse.Languages.Vtl.Objects.MappingTemplateInput { Body = body }), destination);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Render();
        Render().ShouldBeLessThan(1_024);
    }

    private static string Write(string first, string second)
    {
        var destination = new ArrayBufferWriter<byte>();
        var output = new Utf8Output(destination);
        output.Write(first);
        output.Write(second);
        output.Complete();
        return Encoding.UTF8.GetString(destination.WrittenSpan);
    }
}
