using System.Buffers;
using System.Text;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;
using Gatehouse.Languages.Vtl.Objects;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Languages.Vtl;

/// <summary>What API Gateway adds to Velocity: rest-execution §6.2 to §6.6.</summary>
public sealed class MappingTemplateTests
{
    private const string Body =
        """{"name":"Ann","age":10.00,"tags":["a","b/c"],"nested":{"x":[{"c":5}],"y":null},"big":12345678901234567}""";

    [Theory]
    // §6.2: an undefined or null reference renders as nothing.
    [InlineData("[$nothing][${nothing}][$!nothing][$input.path('$.zip')][$m.a.b]", "[][][][][]")]
    [InlineData("\\$nothing", "\\$nothing")]
    [InlineData("#$nothing|$input.zip()|$util.toJson('x')|$context.class", "#|||")]
    // §6.3: $input.
    [InlineData("$input.body", Body)]
    [InlineData("$input.json('$.name') $input.json('$.age') $input.json('$.nested')",
        "\"Ann\" 10.0 {\"x\":[{\"c\":5}],\"y\":null}")]
    [InlineData("$input.json('$.zip') $input.json('$.nested.y') $input.json('$.big')",
        "\"\" null 12345678901234567")]
    [InlineData("$input.json('$..c') $input.json('$.tags[*]')", "[5] [\"a\",\"b/c\"]")]
    [InlineData("$input.path('$.nested')", "{x=[{\"c\":5}], y=null}")]
    [InlineData("$input.path('$.tags')", "[\"a\",\"b\\/c\"]")]
    [InlineData("$input.path('$.tags').size() $input.path('$').name $input.path('name')", "2 Ann Ann")]
    [InlineData("#set($root = $input.path('$'))#foreach($t in $root.tags)$t#if($foreach.hasNext),#end#end", "a,b/c")]
    [InlineData("#set($p = '$.name')$input.path($p)", "Ann")]
    [InlineData("$input.path(\"$.nested.x[0].c\") $input.path('$.nested.x[0]').c", "5 5")]
    [InlineData("$input.params('id')|$input.params('q')|$input.params('X-H')|$input.params('zip')", "7|path wins|h|")]
    [InlineData("$input.params().path.id $input.params().querystring.get('q') $input.params().header['X-H']",
        "7 query h")]
    [InlineData("#foreach($k in $input.params().keySet())$k #end", "path querystring header ")]
    // §6.3: $util.
    [InlineData("$util.escapeJavaScript(\"it's \\u0022a/b\\u0022 é \\u007f\")", "it\\'s \\\"a\\/b\\\" \\u00E9 \u007f")]
    [InlineData("$util.urlEncode('a b&c=é*~-_.')|$util.urlDecode('a+b%26c%3D%C3%A9')",
        "a+b%26c%3D%C3%A9*%7E-_.|a b&c=é")]
    [InlineData("$util.base64Encode('héllo')|$util.base64Decode('aMOpbGxv')", "aMOpbGxv|héllo")]
    [InlineData("#set($o = $util.parseJson('{\"a\":[1,2]}'))$o.a[1] $o.a.size() $o", "2 2 {a=[1,2]}")]
    [InlineData("$util.escapeJavaScript($input.json('$.name')).replaceAll(\"\\\\'\",\"'\")", "\\\"Ann\\\"")]
    // §6.3: $stageVariables.
    [InlineData("$stageVariables.color $stageVariables['color'] ${stageVariables['color']} [$stageVariables.zip]",
        "red red red []")]
    [InlineData("#foreach($k in $stageVariables.keySet())$k=$stageVariables.get($k)#end", "color=red")]
    // §6.4: $context.
    [InlineData("$context.stage $context.identity.sourceIp $context.requestTimeEpoch", "prod 10.0.0.1 1700000000000")]
    [InlineData("[$context.identity][$context.identity.zip][$context.zip.zap][$context.authorizer.claims]", "[][][][]")]
    [InlineData("$context.authorizer.claims.sub $context.authorizer['principalId'] $context.get('stage')",
        "u1 p1 prod")]
    [InlineData("#if($context.identity)a#{else}b#end#if($context.stage)c#end", "bc")]
    // §6.2: no reflection.
    [InlineData("[$input.class][$input.getClass()][$util.class.forName('java.lang.Runtime')]['x'.class]",
        "[][][]['x'.class]")]
    [InlineData("#set($x='')[$x.class][$x.getClass().forName('java.lang.Runtime')]", "[][]")]
    public void Renders_as_API_Gateway_does(string template, string expected) =>
        Render(template).ShouldBe(expected);

    [Fact]
    public void The_guides_passthrough_template_yields_one_JSON_document()
    {
        const string template = """
            #set($allParams = $input.params())
            {
            "body-json" : $input.json('$'),
            "params" : {
            #foreach($type in $allParams.keySet())
                #set($params = $allParams.get($type))
            "$type" : {
                #foreach($paramName in $params.keySet())
                "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
                    #if($foreach.hasNext),#end
                #end
            }
                #if($foreach.hasNext),#end
            #end
            },
            "stage" : "$context.stage"
            }
            """;
        var json = (JsonMap)JsonReading.Parse(Render(template))!;
        JsonText.Write(json["params"]).ShouldBe(
            """{"path":{"id":"7","q":"path wins"},"querystring":{"q":"query"},"header":{"X-H":"h"}}""");
        json["stage"].ShouldBe("prod");
        ((JsonMap)json["body-json"]!)["name"].ShouldBe("Ann");
    }

    [Fact]
    public void An_empty_body_reads_as_an_empty_object()
    {
        // Rest-execution §6.3.
        Render("$input.body $input.json('$') $input.path('$') [$input.path('$.a')]", body: "").ShouldBe("{} {} {} []");
    }

    [Theory]
    [InlineData("$input.json('$')")]
    [InlineData("$input.path('$.a')")]
    public void A_body_that_is_not_JSON_is_told_apart_from_other_failures(string template)
    {
        var fault = Should.Throw<InvalidJsonBodyException>(() => Render(template, body: "{oops"));
        fault.Message.ShouldStartWith("Could not parse request body into json: Unrecognized token 'oops'");
    }

    [Fact]
    public void A_body_that_is_not_JSON_can_be_read_as_text() => Render("$input.body", body: "a=1").ShouldBe("a=1");

    [Fact]
    public void Overrides_are_collected()
    {
        // Rest-execution §6.6.
        var overrides = new TemplateOverrides();
        Render(
            "#set($context.requestOverride.header.X = 'v')#set($context.requestOverride.header['Y-Z'] = ['a','b'])" +
            "#set($context.requestOverride.path.id = 3)#set($context.requestOverride.querystring.q = 'w')" +
            "#set($context.responseOverride.status = 404)#set($context.responseOverride.header.H = 'h')" +
            "$context.requestOverride.header.X $context.responseOverride.status",
            overrides: overrides).ShouldBe("v 404");
        overrides.RequestHeaders["X"].ShouldBe("v");
        overrides.RequestHeaders["Y-Z"].ShouldBe(new JsonList(ListForm.List, ["a", "b"]));
        overrides.RequestPath["id"].ShouldBe(3);
        overrides.RequestQueryString["q"].ShouldBe("w");
        overrides.ResponseStatus.ShouldBe(404);
        overrides.ResponseHeaders["H"].ShouldBe("h");
        overrides.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void Overriding_a_parameter_twice_in_one_template_fails_and_in_two_does_not()
    {
        var overrides = new TemplateOverrides();
        const string once = "#set($context.responseOverride.status = 404)";
        Render(once, overrides: overrides);
        Render(once, overrides: overrides);
        Should.Throw<VtlRuntimeException>(() => Render(once + once, overrides: overrides));
    }

    [Fact]
    public void Stage_variables_cannot_be_changed() =>
        Should.Throw<VtlRuntimeException>(() => Render("$stageVariables.put('color', 'blue')"));

    [Theory]
    [InlineData("", true)]
    [InlineData("{\"statusCode\": 200}", true)]
    [InlineData("## nothing\n{}", true)]
    [InlineData("#[[ $x ]]#", true)]
    [InlineData("#macro(a)x#end text", true)]
    [InlineData("$input.body", false)]
    [InlineData("#if(true)x#end", false)]
    public void A_constant_template_is_known_as_one(string template, bool isConstant)
    {
        var program = VtlProgram.Compile(template);
        program.IsConstant.ShouldBe(isConstant);
        if (isConstant)
        {
            Encoding.UTF8.GetString(program.ConstantUtf8!).ShouldBe(Render(template));
        }
    }

    [Fact]
    public void The_body_is_parsed_once_for_all_readers()
    {
        var body = new JsonBody("{\"a\":1}"u8.ToArray());
        var input = new MappingTemplateInput { Body = body };
        Run(VtlProgram.Compile("#set($q = $input.path('$').put('a', 2))$input.json('$')"), VtlScope.ForMapping(input))
            .ShouldBe("{\"a\":2}");
        body.Root.ShouldBeSameAs(body.Root);
    }

    internal static string Run(VtlProgram program, VtlScope scope)
    {
        var output = new ArrayBufferWriter<byte>();
        program.Run(scope, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Render(string template, string body = Body, TemplateOverrides? overrides = null)
    {
        var variables = new JsonMap();
        variables.Put("color", "red");
        var scope = VtlScope.ForMapping(new MappingTemplateInput
        {
            Body = new JsonBody(Encoding.UTF8.GetBytes(body)),
            Parameters = new Parameters(),
            Context = new Variables(),
            StageVariables = variables.Freeze(),
            Overrides = overrides,
        });
        return Run(VtlProgram.Compile(template), scope);
    }

    private sealed class Parameters : ITemplateParameters
    {
        public JsonMap Path { get; } = Map(("id", "7"), ("q", "path wins"));

        public JsonMap QueryString { get; } = Map(("q", "query"));

        public JsonMap Header { get; } = Map(("X-H", "h"));

        private static JsonMap Map(params (string Name, string Value)[] pairs)
        {
            var map = new JsonMap();
            foreach (var (name, value) in pairs)
            {
                map.Put(name, value);
            }
            return map;
        }
    }

    private sealed class Variables : ITemplateContext
    {
        public object? Find(string name) => name switch
        {
            "stage" => "prod",
            "identity.sourceIp" => "10.0.0.1",
            "requestTimeEpoch" => 1700000000000L,
            "authorizer.principalId" => "p1",
            "authorizer.claims.sub" => "u1",
            _ => null,
        };

        public bool IsGroup(string name) => name is "identity" or "authorizer" or "authorizer.claims";
    }
}
