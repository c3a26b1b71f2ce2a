using System.Text;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;
using Gatehouse.Languages.Vtl.Objects;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.Vtl;

/// <summary>
/// Whatever a template says, compiling and rendering it ends in a result or in one of the two failures of the engine
/// (issue 3; security sheet §11.4).
/// </summary>
public sealed class VtlHostileTests
{
    private const int MutationsPerTemplate = 8;

    [Fact]
    public void Mutated_templates_render_or_fail_with_a_position()
    {
        foreach (var (_, template, _) in VtlCorpus.Cases())
        {
            foreach (var mutant in Mutations.Of(template, MutationsPerTemplate))
            {
                Should.NotThrow(() => VtlCorpus.Render(mutant), mutant);
                CheckPosition(mutant);
            }
        }
    }

    [Theory]
    [InlineData("#set($q = $m.put('e', $m.entrySet()))$m", "a map that holds its own entries")]
    [InlineData("#set($a = [1])#set($q = $a.set(0, [$a]))$a", "a list inside a list inside itself")]
    [InlineData("#set($a=[1])#set($b=[1])#set($q=$a.set(0,$a))#set($q=$b.set(0,$b))#if($a==$b)x#end",
        "equal for ever")]
    [InlineData("#set($a={})#set($b={})#set($q=$a.put(1,$b))#set($q=$b.put(1,$a))#if($a==$b)x#end",
        "maps in a ring")]
    [InlineData("#set($a=[1])#set($q=$a.add($a))$a.hashCode()", "the hash of a list in itself")]
    [InlineData("#set($a=[1])#set($q=$a.add($a))#set($b={$a:1})", "a key that contains itself")]
    [InlineData("#set($a=[1])#foreach($i in [1..900])#set($a=[$a,$a])#end$a.hashCode()",
        "a hash of shared parts")]
    [InlineData("#set($a=[1])#set($b=[1])#foreach($i in [1..60])#set($a=[$a,$a])#set($b=[$b,$b])#end#if($a==$b)#end",
        "a comparison of shared parts")]
    [InlineData("#set($a=[1])#foreach($i in [1..900])#set($a=[$a,$a])#end$a", "the text of shared parts")]
    [InlineData("#set($a=[1..900])#foreach($i in [1..900])#set($a=$a.subList(0,1))#end$a", "parts of parts")]
    [InlineData("#set($x=1.5)#foreach($i in [1..900])#set($x=$x*99999999999999999999)#end$x",
        "a decimal that explodes")]
    [InlineData("#set($x=99999999999999999999)#foreach($i in [1..900])#set($x=$x/0.0000000000000001)#end$x",
        "a quotient that explodes")]
    [InlineData("#set($s='" + Many + "')$s.matches('(?=a)((a+)+)+c')", "a pattern that backtracks")]
    public void A_value_that_never_ends_is_a_failure(string template, string what) =>
        Should.Throw<VtlRuntimeException>(
            () => MappingTemplateTests.Run(VtlProgram.Compile(template), VtlCorpus.Scope()), what);

    [Theory]
    [InlineData("#set($a=[1..90000])#set($b=[1..90000])$a.removeAll($b)", "all from all")]
    [InlineData("#set($a=[1..90000])" + Twice + "$a.contains(0)" + Ends, "a search in a loop")]
    [InlineData("#set($a=[1..90000])" + Twice + "#set($q=$a.remove(0))#set($q=$a.add(0,1))" + Ends, "shifting in a loop")]
    [InlineData("#set($a='" + Many + "')#foreach($i in [1..16])#set($a=$a+$a)#end" + Twice + "$a.indexOf('z')" + Ends,
        "a search in a long text")]
    [InlineData("#set($a='" + Many + "')#foreach($i in [1..16])#set($a=$a+$a)#end" + Twice + "#set($b=\"$a\")" + Ends,
        "copies of a long text")]
    [InlineData("#set($a='" + Many + "')#foreach($i in [1..16])#set($a=$a+$a)#end" + Twice + "#set($b=$a+'x')" + Ends,
        "sums of a long text")]
    [InlineData("#set($a='" + Many + "')#foreach($i in [1..16])#set($a=$a+$a)#end#set($b=\"$a\")" + Twice +
        "#if($a == $b)#end" + Ends, "comparisons of long texts")]
    [InlineData("#set($a='" + Many + "')#foreach($i in [1..16])#set($a=$a+$a)#end" + Twice + "$a.matches('b')" + Ends,
        "matches of a long text")]
    [InlineData("#set($a='" + Many + "')#foreach($i in [1..17])#set($a=$a+$a)#end$a.split('')", "too many pieces")]
    [InlineData("#set($a='" + Many + "')#foreach($i in [1..17])#set($a=$a+$a)#end$a.toCharArray()", "too many characters")]
    [InlineData("#set($a='" + Many + "')#foreach($i in [1..17])#set($a=$a+$a)#end$a.replaceAll('a[^b]*b|a', 'x')",
        "a pattern that looks to the end for each character")]
    [InlineData(Twice + "#set($b=[1..90000])" + Ends, "ranges in a loop")]
    [InlineData("#set($a=[[1],[2]])#set($b=[[1],[2]])#foreach($i in [1..15])#set($q=$a.addAll($a))#set($q=$b.addAll($b))" +
        "#end" + Twice + "#if($a == $b)#end" + Ends, "comparisons of long lists")]
    public void Large_values_in_loops_run_out_of_steps(string template, string what) =>
        Should.Throw<VtlRuntimeException>(
            () => MappingTemplateTests.Run(VtlProgram.Compile(template), new VtlScope()), what);

    [Fact]
    public void Paths_in_loops_run_out_of_steps()
    {
        var body = "[" + string.Join(',', Enumerable.Range(0, 50_000)) + "]";
        var input = new MappingTemplateInput { Body = new JsonBody(Encoding.UTF8.GetBytes(body)) };
        Should.Throw<VtlRuntimeException>(() => MappingTemplateTests.Run(
            VtlProgram.Compile(Twice + "#set($x = $input.path('$[?(@ == -1)]'))" + Ends), VtlScope.ForMapping(input)));
    }

    [Fact]
    public void A_template_of_the_usual_size_is_far_from_the_bound()
    {
        // Ten thousand pieces of a body of two megabytes, each searched and rewritten once.
        var body = "{\"items\":[" + string.Join(',', Enumerable.Repeat("{\"a\":\"" + new string('x', 2_000) + "\"}", 1_000))
            + "]}";
        var input = new MappingTemplateInput { Body = new JsonBody(Encoding.UTF8.GetBytes(body)) };
        var template = "#foreach($i in $input.path('$.items'))$i.a.replaceAll('x+','y')$i.a.contains('z')" +
            "$util.escapeJavaScript($i.a).length()#if($i.a == 'q')#end#end";
        MappingTemplateTests.Run(VtlProgram.Compile(template), VtlScope.ForMapping(input)).ShouldStartWith("yfalse2000");
    }

    [Theory]
    [InlineData("#if(true)", "#end", 90)]
    [InlineData("#foreach($x in [1])", "#end", 90)]
    [InlineData("#if(true)#foreach($x in [1])", "#end#end", 45)]
    [InlineData("#define($d)", "#end$d", 90)]
    public void Nesting_within_the_bound_renders(string open, string close, int depth)
    {
        var template = new StringBuilder().Insert(0, close, depth).Insert(0, "x").Insert(0, open, depth).ToString();
        MappingTemplateTests.Run(VtlProgram.Compile(template), new VtlScope()).ShouldBe("x");
    }

    [Fact]
    public void Everything_nested_in_everything_does_not_take_the_stack()
    {
        var inner = new StringBuilder().Insert(0, "#if(true)#foreach($x in [1])", 40).Append("#rec($n)")
            .Append(new StringBuilder().Insert(0, "#end#end", 40)).ToString();
        var template = $"#macro(rec $k)#evaluate('{inner}')#end#rec(1)";
        // Macros inside #evaluate inside blocks: the bound on macros, or the guard of the stack, ends it.
        Should.Throw<VtlRuntimeException>(
            () => MappingTemplateTests.Run(VtlProgram.Compile(template), new VtlScope()));
    }

    [Theory]
    [InlineData("$", 100_000)]
    [InlineData("#", 100_000)]
    [InlineData("\\", 100_000)]
    [InlineData("#*", 100_000)]
    [InlineData("#[[", 50_000)]
    [InlineData("${", 100_000)]
    [InlineData("\"", 100_000)]
    [InlineData("$a.", 60_000)]
    [InlineData("$a.b", 60_000)]
    [InlineData("#set($a=1)", 20_000)]
    [InlineData("#macro(a)x#end", 20_000)]
    [InlineData("#else", 50_000)]
    [InlineData("#set($a=1+", 20_000)]
    [InlineData("\u0000", 300_000)]
    public void Size_alone_is_no_failure_of_another_kind(string piece, int count)
    {
        var template = new StringBuilder(piece.Length * count).Insert(0, piece, count).ToString();
        template = template.Length > VtlLimits.MaxTemplateLength ? template[..VtlLimits.MaxTemplateLength] : template;
        CheckPosition(template);
        Should.NotThrow(() => VtlCorpus.Render(template));
    }

    [Theory]
    [InlineData("a\nb #set($x = )", 2, 13)]
    [InlineData("a\r\nb\n#if($x", 3, 7)]
    [InlineData("#set($x = 1\n+ #5)", 2, 3)]
    [InlineData("line\n#evaluate()", 2, 1)]
    [InlineData("#foreach($x in $y)\n  #define()x#end\n#end", 2, 3)]
    [InlineData("#include('x')", 1, 1)]
    [InlineData("x\n#set($y = \"a\nb $z.foo(\")", 2, 1)]
    public void A_fault_of_syntax_names_its_line_and_column(string template, int line, int leastColumn)
    {
        var fault = Should.Throw<VtlSyntaxException>(() => VtlProgram.Compile(template));
        fault.Line.ShouldBeInRange(line, line + 1);
        fault.Column.ShouldBeGreaterThanOrEqualTo(1);
        (fault.Line > line || fault.Column >= leastColumn).ShouldBeTrue($"{fault.Line}:{fault.Column} {fault.Message}");
    }

    private const string Twice = "#foreach($i in [1..1000])#foreach($j in [1..1000])";
    private const string Ends = "#end#end";
    private const string Many = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";

    private static void CheckPosition(string template)
    {
        try
        {
            VtlProgram.Compile(template);
        }
        catch (VtlSyntaxException fault)
        {
            fault.Line.ShouldBeInRange(1, template.Count(c => c is '\n' or '\r') + 1, template);
            fault.Column.ShouldBeInRange(1, template.Length + 1, template);
            fault.Message.ShouldContain($"line {fault.Line}, column {fault.Column}");
        }
    }
}
