using System.Globalization;
using System.Runtime.CompilerServices;
using Gatehouse.Execution.Mapping;
using Gatehouse.Languages.Vtl;
using Shouldly;

namespace Gatehouse.Tests.Execution.Mapping;

public sealed class TemplateProgramsTests
{
    private readonly TemplatePrograms _programs = new();

    [Fact]
    public void One_text_has_one_program()
    {
        var first = _programs.Compile("{\"id\": \"$input.params('id')\"}");

        _programs.Compile(string.Concat("{\"id\": ", "\"$input.params('id')\"}")).ShouldBeSameAs(first);
        _programs.Compile("{\"id\": 1}").ShouldNotBeSameAs(first);
        _programs.Count.ShouldBe(2);
    }

    [Fact]
    public void Text_that_is_no_template_is_refused_each_time_and_not_remembered()
    {
        for (var time = 0; time < 2; time++)
        {
            Should.Throw<VtlSyntaxException>(() => _programs.Compile("#if($a)"));
        }

        _programs.Count.ShouldBe(0);
    }

    [Fact]
    public void What_nobody_uses_any_more_is_forgotten()
    {
        var kept = _programs.Compile("kept $context.requestId");
        for (var round = 0; round < 4; round++)
        {
            CompileAndDrop(round);
            GC.Collect();
        }

        CompileAndDrop(round: 4);

        _programs.Count.ShouldBeLessThan(5 * 300); // 1,500 texts came by
        _programs.Compile("kept $context.requestId").ShouldBeSameAs(kept);
        GC.KeepAlive(kept);
    }

    [Fact]
    public void Many_threads_may_compile_the_same_texts()
    {
        var texts = Enumerable.Range(0, 50).Select(static n => string.Create(CultureInfo.InvariantCulture, $"{n} $context.stage")).ToArray();

        Parallel.For(0, 2_000, index => _programs.Compile(texts[index % texts.Length]).ShouldNotBeNull());

        _programs.Count.ShouldBe(texts.Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // no local of the test keeps a program alive
    private void CompileAndDrop(int round)
    {
        for (var number = 0; number < 300; number++)
        {
            _programs.Compile(string.Create(CultureInfo.InvariantCulture, $"{round}.{number} $context.stage"));
        }
    }
}
