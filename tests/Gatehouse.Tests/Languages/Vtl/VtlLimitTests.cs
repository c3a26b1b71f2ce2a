using System.Text;
using Gatehouse.Languages.Vtl;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.Vtl;

/// <summary>
/// A template can fail; it cannot hang, exhaust memory or take the process down (security sheet §11.4).
/// </summary>
public sealed class VtlLimitTests
{
    private const string Thousand = "[1..1000]";

    [Fact]
    public void A_loop_may_run_a_thousand_times_and_no_more()
    {
        // API Gateway quotas: #foreach iterations.
        Run($"#foreach($i in {Thousand})#end.").ShouldBe(".");
        Should.Throw<VtlRuntimeException>(() => Run("#foreach($i in [1..1001])#end."));
    }

    [Fact]
    public void A_template_of_300_KB_compiles_and_a_longer_one_does_not()
    {
        VtlProgram.Compile(new string('a', VtlLimits.MaxTemplateLength)).IsConstant.ShouldBeTrue();
        Should.Throw<VtlSyntaxException>(() => VtlProgram.Compile(new string('a', VtlLimits.MaxTemplateLength + 1)));
    }

    [Theory]
    [InlineData("a list that grows while it doubles",
        "#set($l = [1..100])#foreach($i in [1..1000])#set($q = $l.addAll($l))#end")]
    [InlineData("a string that doubles", "#set($s = 'ab')#foreach($i in [1..1000])#set($s = $s + $s)#end")]
    [InlineData("quoted text that doubles", "#set($s = 'ab')#foreach($i in [1..1000])#set($s = \"$s$s\")#end")]
    [InlineData("a replacement that explodes",
        "#set($s = 'ab')#foreach($i in [1..1000])#set($s = $s.replace('a', 'aaaaaaaaaa'))#end")]
    [InlineData("a pattern that explodes",
        "#set($s = 'ab')#foreach($i in [1..1000])#set($s = $s.replaceAll('a', 'aaaaaaaaaa'))#end")]
    [InlineData("a repetition that explodes", "#set($s = 'ab')$s.repeat(2000000000)")]
    [InlineData("a number that explodes", "#set($n = 99)#foreach($i in [1..1000])#set($n = $n * $n)#end")]
    [InlineData("a huge range", "#set($r = [1..2000000000])")]
    [InlineData("loops in loops",
        "#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])x#end#end#end")]
    [InlineData("a macro that calls itself", "#macro(a)#a()#end#a()")]
    [InlineData("macros that call each other", "#macro(a)#b()#end#macro(b)#a()#end#a()")]
    [InlineData("evaluate inside evaluate", "#set($e = '#evaluate($e)')#evaluate($e)")]
    [InlineData("output without end", 
        "#set($s='0123456789')#foreach($i in [1..12])#set($s = $s + $s)#end#foreach($i in [1..1000])$s#end")]
    [InlineData("a list inside itself", "#set($a = [1])#set($b = [$a])#set($q = $a.add($b))$a")]
    public void Exhaustion_is_a_failure(string what, string template) =>
        Should.Throw<VtlRuntimeException>(() => Run(template), what);

    [Theory]
    [InlineData("#if($a)", "#end")]
    [InlineData("#foreach($a in $b)", "#end")]
    [InlineData("#set($a = (", "1))")]
    [InlineData("#set($a = [", "])")]
    [InlineData("$a[", "]")]
    [InlineData("$a.b(", ")")]
    [InlineData("#set($a = !", "$b)")]
    public void Deep_nesting_is_refused_when_the_template_is_compiled(string open, string close)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 20_000 / open.Length * 10; i++)
        {
            text.Append(open);
        }
        var template = text.Append(close).ToString();
        Should.Throw<VtlSyntaxException>(() => VtlProgram.Compile(template));
    }

    [Fact]
    public void A_block_that_contains_itself_ends() => Run("#define($d)<$d>#end$d").ShouldBe("<<>>");

    [Fact]
    public void A_pattern_that_backtracks_does_not_hold_the_thread()
    {
        // The look-ahead forces the backtracking engine, the time limit ends it.
        Should.Throw<VtlRuntimeException>(() => Run(
            "#set($s = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')$s.matches('(?=a)(a|aa|a?)+$')"));
    }

    [Fact]
    public void Faults_carry_line_and_column()
    {
        var fault = Should.Throw<VtlSyntaxException>(() => VtlProgram.Compile("line one\n  #if($a\n)x"));
        (fault.Line, fault.Column).ShouldBe((3, 3));
        var inQuotes = Should.Throw<VtlSyntaxException>(() => VtlProgram.Compile("a\n#set($x = \"b #if(\")"));
        inQuotes.Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("#include('x')")]
    [InlineData("#parse('x')")]
    public void Files_cannot_be_included(string template) =>
        Should.Throw<VtlSyntaxException>(() => VtlProgram.Compile(template));

    [Fact]
    public void Halves_of_surrogate_pairs_meet_in_the_output_and_lonely_ones_are_question_marks()
    {
        const string smile = "\uD83D\uDE00";
        Run("#set($s = '" + smile + "')$s.charAt(0)$s.charAt(1)|$s.charAt(0)x|$s").ShouldBe($"{smile}|?x|{smile}");
    }

    [Fact]
    public void One_program_serves_many_threads()
    {
        var program = VtlProgram.Compile(
            "#macro(m $p)<$p>#end#foreach($i in [1..50])#set($x = $i * 2)#m($x)#evaluate('$i')#end");
        var expected = MappingTemplateTests.Run(program, new VtlScope());
        Parallel.For(0, 64, _ => MappingTemplateTests.Run(program, new VtlScope()).ShouldBe(expected));
    }

    private static string Run(string template) =>
        MappingTemplateTests.Run(VtlProgram.Compile(template), new VtlScope());
}
