using System.Text;

namespace Gatehouse.Oracles.Vtl;

/// <summary>Generates templates from a grammar of everything that Velocity 1.7 has, well formed and nearly so.</summary>
internal sealed class VtlPrograms
{
    private const int DeepestBlock = 3;
    private static readonly string[] Plain =
    [
        "a", "text", " ", "\n", "  \n", "\t", "\r\n", ", ", "{ \"k\": ", "}", "[", "]", "(", ")", ".", "..", ":", "é", "5", "-",
        "x.y", "'", "\"", "end", "\n\n", " a ", "\\", "!", "|", "=", "@", "%", "&amp;", "</b>",
    ];

    private static readonly string[] Odd =
    [
        "$", "$$", "$5", "#", "# ", "#x", "#(", "#{", "#{}", "#[", "]]#", "${", "$!", "$!{", "$.", "$s.", "$s..", "$s.5", "${s",
        "$s[", "$s(", "#end", "#else", "#set", "#if", "#foreach", "#macro", "#stopx", "#breaky", "##", "#*", "*#", "#**", "#5",
        "$-", "$_", "$s-", "$s_x", "${s}x", "$s.length(", "$s.length()()", "$!$s", "$!!s", "#@", "#@x", "$\\s", "\\", "\\\\",
        "#set($)", "#set()", "#if()", "#foreach()", "$s.Length()", "#{if}", "#{end}", "#elseif(true)", "$m.", "$m.k.", "$ s",
        "#set($x = )", "#set(x = 1)", "#set($x 1)", "$s.substring(1 + 1)", "$l[1 + 1]", "$l[-1]", "$l[ 0 ]", "$m[ 'k' ]",
        "$foreach.index", "$velocityCount", "#define", "#evaluate", "#end#end", "#if(true)", "#SET($x=1)",
        "$s.length( )", "${s.length()", "$s.length().", "#macro()", "#macro(x", "$!{s", "\\#", "\\$", "\\\\#", "\\\\$", "#\\",
    ];

    private readonly Random _random;
    private readonly VtlValues _values;
    private readonly List<string> _macros = [];
    private readonly StringBuilder _text = new();
    private int _budget;
    private int _loops;

    private VtlPrograms(Random random)
    {
        _random = random;
        _values = new VtlValues(random) { Quoted = Inner };
        _budget = 6 + random.Next(30);
    }

    public static string Generate(Random random)
    {
        var program = new VtlPrograms(random);
        program.Block(0);
        var text = program._text.ToString();
        return random.Next(14) == 0 ? Mutated(random, text) : text;
    }

    private static string Mutated(Random random, string text)
    {
        const string Symbols = "$#{}()[]\"'\\.!, \n*@=<>|&-";
        for (var i = random.Next(3); i >= 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, Symbols[random.Next(Symbols.Length)].ToString()),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, Math.Min(4, text.Length - at))),
                _ => text[..at],
            };
        }
        return text;
    }

    private bool Chance(int of) => _random.Next(of) == 0;

    // A piece of template for quoted text, written apart.
    private string Inner(int depth)
    {
        var start = _text.Length;
        for (var i = _random.Next(3); i >= 0; i--)
        {
            Statement(Math.Max(depth, 2));
        }
        var inner = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        return inner;
    }

    private void Block(int depth)
    {
        var count = depth == 0 ? 3 + _random.Next(8) : 1 + _random.Next(3);
        for (var i = 0; i < count && _budget > 0; i++)
        {
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        _budget--;
        var choice = _random.Next(100);
        if (depth >= DeepestBlock && choice >= 72)
        {
            choice = _random.Next(72);
        }
        switch (choice)
        {
            case < 17: _text.Append(_values.Pick(Plain)); break;
            case < 39: _text.Append(_values.Printed(0)); break;
            case < 57: Set(); break;
            case < 61: Comment(); break;
            case < 65: Escape(); break;
            case < 66: _text.Append(_values.Pick(Chance(6) ? Odd : Plain)); break;
            case < 68: Evaluate(depth); break;
            case < 70: MacroCall(); break;
            case < 71: _text.Append("#[[").Append(_values.Pick(Plain)).Append(_values.Printed(2)).Append("]]#"); break;
            case < 72: Leave(); break;
            case < 84: If(depth); break;
            case < 93: Foreach(depth); break;
            case < 95: Macro(depth); break;
            case < 96: RecursiveMacro(); break;
            case < 98: Define(depth); break;
            default: BlockCall(depth); break;
        }
    }

    private void Gap() => _text.Append(Chance(2) ? _values.Pick("", " ", "\n", " \n", "\t\n", "\r\n", "  ", "\n\n", " x\n") : "");

    private string Directive(string name) => Chance(10) ? $"#{{{name}}}" : "#" + name;

    private string Space() => Chance(8) ? (Chance(8) ? _values.Pick("\n", "\t") : " ") : string.Empty;

    private void Set()
    {
        var kind = _values.SomeKind();
        var value = Chance(2) ? _values.Value(kind, 0) : _values.Expression(0);
        var target = _random.Next(12) switch
        {
            0 => "$m." + _values.Pick("k", "a", "zip", "empty"),
            1 => $"$m['{_values.Pick("k", "n", "q")}']",
            2 => $"$l[{_values.SmallInt()}]",
            3 => $"$!{_values.NewVariable(kind)}",
            4 => $"${{{_values.NewVariable(kind)}}}",
            5 => _values.Reference(null, 1),
            _ => null,
        };
        target ??= "$" + _values.NewVariable(kind);
        _text.Append(Directive("set")).Append(Space()).Append('(').Append(Space()).Append(target)
            .Append(_values.Pick(" = ", " = ", "=", "= ")).Append(value).Append(Space()).Append(')');
        Gap();
    }

    private void If(int depth)
    {
        _text.Append(Directive("if")).Append(Space()).Append('(').Append(_values.Expression(0)).Append(')');
        Gap();
        Block(depth + 1);
        for (var i = _random.Next(5) - 2; i > 0; i--)
        {
            _text.Append(Directive("elseif")).Append(Space()).Append('(').Append(_values.Expression(1)).Append(')');
            Gap();
            Block(depth + 1);
        }
        if (Chance(2))
        {
            _text.Append(Chance(2) ? "#{else}" : "#else");
            Gap();
            Block(depth + 1);
        }
        End();
    }

    private void End()
    {
        _text.Append(Chance(8) ? "#{end}" : "#end");
        Gap();
    }

    private void Foreach(int depth)
    {
        if (_loops >= 2)
        {
            Set();
            return;
        }
        var source = _values.Value(Chance(4) ? VtlKind.Map : VtlKind.List, 0);
        var name = _values.Pick("x", "y", "s", "item", "n");
        _text.Append(Directive("foreach")).Append(Space()).Append('(').Append(_values.Pick("", " ")).Append('$').Append(name)
            .Append(" in ").Append(source).Append(_values.Pick("", " ")).Append(')');
        _values.Declare(name, VtlKind.Any);
        Gap();
        _loops++;
        for (var i = _random.Next(3); i > 0; i--)
        {
            _text.Append(_values.Wrapped(_values.Pick(
                "foreach.index", "foreach.count", "foreach.hasNext", "foreach.first", "foreach.last", "velocityCount",
                "velocityHasNext", "foreach.parent.index", "foreach.parent.count", "foreach.hasNext()", "foreach.getIndex()",
                "foreach.isFirst()", "foreach.topmost.count", "foreach.zip", "foreach.depth", name, name)));
            _text.Append(_values.Pick("", ",", " "));
        }
        Block(depth + 1);
        if (Chance(5))
        {
            _text.Append("#if(").Append(_values.Pick("$foreach.last", "$velocityCount > 1", "$foreach.index == 1", "!$foreach.hasNext"))
                .Append(')').Append(_values.Pick("#break", "#break", "#stop", "$foreach.stop()")).Append("#end");
        }
        _loops--;
        End();
    }

    private void Leave()
    {
        _text.Append(Chance(3) ? "#stop" : "#break");
        Gap();
    }

    private void Comment()
    {
        _text.Append(_random.Next(5) switch
        {
            0 or 1 => "##" + _values.Pick(Plain).Trim('\n', '\r') + _values.Pick("\n", "\n", "\r\n"),
            2 => "#*" + _values.Pick(Plain) + _values.Pick("", " #if ", "$s", "\n") + "*#",
            3 => "#** " + _values.Pick(Plain) + "*#",
            _ => " ## $s #if(\n",
        });
        Gap();
    }

    private void Escape()
    {
        var backslashes = 1 + _random.Next(3);
        // After an odd number the directive is text and needs no end.
        var end = backslashes % 2 == 0 || Chance(20) ? "#end" : string.Empty;
        _text.Append('\\', backslashes).Append(_random.Next(6) switch
        {
            0 or 1 => _values.Printed(1),
            2 => "#if(true)y" + end,
            3 => "#set($a = 1)",
            4 when Chance(10) => _values.Pick("#end", "#else", "#{if}", "#macro(", "#define", "#", "$"),
            4 => _values.Pick("#foo", "#foo()", "# ", "$ ", "\\ ", "#m1()", "#stopped", "#hello(1)"),
            _ => "$!u",
        });
    }

    private void Evaluate(int depth)
    {
        var argument = _random.Next(4) switch
        {
            0 => _values.Reference(VtlKind.Text, 1),
            1 => "'" + Inner(depth + 1).Replace("'", "''", StringComparison.Ordinal) + "'",
            2 => "\"" + Inner(depth + 1).Replace("\"", "\"\"", StringComparison.Ordinal) + "\"",
            _ => _values.Value(VtlKind.Text, 1),
        };
        _text.Append(Directive("evaluate")).Append('(').Append(argument).Append(')');
        Gap();
    }

    private void Define(int depth)
    {
        var name = _values.Pick("blk", "d1", "a");
        _text.Append(Directive("define")).Append('(').Append(_values.Pick("", " ")).Append('$').Append(name).Append(')');
        Gap();
        Block(depth + 1);
        _values.Declare(name, VtlKind.Any);
        End();
        if (Chance(2))
        {
            _text.Append(_values.Wrapped(name));
        }
    }

    private void Macro(int depth)
    {
        var name = _values.Pick("m1", "m2", "hello", "twice", "if2");
        var parameters = new[] { "p", "q", "s" }[.._random.Next(4)];
        _text.Append("#macro(").Append(name);
        foreach (var parameter in parameters)
        {
            _text.Append(" $").Append(parameter);
        }
        _text.Append(')');
        Gap();
        var marks = parameters.Select(parameter => _values.Wrapped(parameter)).ToList();
        foreach (var parameter in parameters)
        {
            _values.Declare(parameter, VtlKind.Any);
        }
        marks.ForEach(mark => _text.Append(mark).Append(_values.Pick("", "|")));
        if (Chance(3))
        {
            _text.Append(_values.Wrapped("bodyContent"));
        }
        Block(depth + 1);
        End();
        _macros.Add(name);
    }

    // Its depth is bounded by the counter, or else by Velocity's twenty.
    private void RecursiveMacro()
    {
        var start = _values.Pick("3", "5", "19", "25", "2");
        _text.Append("#macro(rec $k)").Append(_values.Wrapped("k")).Append("#if($k > 0)#set($j = $k - 1)#rec($j)#end#end");
        Gap();
        _text.Append("#rec(").Append(start).Append(')');
        Gap();
    }

    private void MacroCall()
    {
        var name = _macros.Count > 0 && !Chance(6) ? _macros[_random.Next(_macros.Count)] : _values.Pick("m1", "foo", "hello");
        _text.Append(Directive(name)).Append(Space());
        Arguments();
        Gap();
    }

    private void Arguments()
    {
        var arguments = Enumerable.Range(0, _random.Next(4)).Select(_ => _values.Value(VtlKind.Any, 1));
        _text.Append('(').Append(string.Join(_values.Pick(" ", ", ", ","), arguments)).Append(')');
    }

    private void BlockCall(int depth)
    {
        var name = _macros.Count > 0 ? _macros[_random.Next(_macros.Count)] : "foo";
        _text.Append("#@").Append(name);
        Arguments();
        Gap();
        Block(depth + 1);
        End();
    }
}
