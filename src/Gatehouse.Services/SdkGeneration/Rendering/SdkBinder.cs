using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Languages;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Rendering;

/// <summary>
/// What templates see of an API: <c>$sdk</c>, with names that are safe and unique in the language, types as it spells
/// them, and every text as <see cref="SdkText"/>. docs/subsystems/sdk-generation.md lists the members.
/// </summary>
internal sealed class SdkBinder
{
    private readonly SdkLanguage _language;
    private readonly SdkApi _api;
    private readonly SdkSettings _settings;
    private readonly NameScope _types;
    private readonly Dictionary<SdkModel, string> _classes = [];

    private SdkBinder(SdkLanguage language, SdkApi api, SdkSettings settings)
    {
        _language = language;
        _api = api;
        _settings = settings;
        _types = new NameScope(language.ReservedWords.Concat(language.ReservedTypes), StringComparer.OrdinalIgnoreCase);
        foreach (var name in language.ClientTypes(api, settings))
        {
            _types.TryTake(name);
        }
    }

    public static JsonMap Bind(SdkLanguage language, SdkApi api, SdkSettings settings) =>
        new SdkBinder(language, api, settings).Bind();

    private JsonMap Bind()
    {
        var models = _api.Models.Where(model => _language.HasOpenModels || !model.IsOpen).ToList();
        foreach (var model in models)
        {
            var wanted = _language.ModelName(Words.Split(model.Name), _settings);
            _classes[model] = _types.Take(wanted, "Model", static name => name + "Model");
        }

        var sdk = new JsonMap
        {
            ["apiId"] = Text(_api.Id),
            ["name"] = Text(_api.Name),
            ["description"] = Text(_api.Description),
            ["version"] = Text(_api.Version),
            ["stage"] = Text(_api.Stage),
            ["region"] = Text(_api.Region),
            ["endpoint"] = Text(_api.Endpoint),
            ["models"] = List(models.Select(Model)),
            ["operations"] = List(Operations()),
            ["hasOperations"] = !_api.Operations.IsEmpty,
            ["hasModels"] = models.Count > 0,
        };
        _language.Extend(sdk, _api, _settings);
        return sdk;
    }

    private JsonMap Model(SdkModel model)
    {
        var className = _classes[model];
        var names = new NameScope(
            _language.ReservedWords.Concat(_language.ReservedMembers).Append(className), StringComparer.Ordinal);
        var members = List(model.Members.Select(member => Member(member, names)));
        return new JsonMap
        {
            ["className"] = className,
            ["wireName"] = Text(model.Name),
            ["description"] = Text(model.Description),
            ["members"] = members,
            ["hasMembers"] = members.Count > 0,
        };
    }

    private JsonMap Member(SdkMember member, NameScope names)
    {
        var name = names.Take(_language.MemberName(Words.Split(member.Name)), FieldFallback("value"), _language.Escape);
        var type = Resolve(member.Type);
        var bound = Typed(type);
        bound["name"] = name;
        bound["pascal"] = Words.Capitalise(name);
        bound["wireName"] = Text(member.Name);
        bound["isRequired"] = member.IsRequired;
        bound["description"] = Text(member.Description);
        return bound;
    }

    /// <summary>What templates ask of a type.</summary>
    private JsonMap Typed(SdkType type) => new()
    {
        ["type"] = _language.TypeName(type, model => _language.ModelQualifier + ClassOf(model)),
        ["localType"] = _language.TypeName(type, ClassOf),
        ["kind"] = type.Kind.ToString(),
        ["isValue"] = type.Kind is not (SdkKind.Any or SdkKind.List or SdkKind.Map),
        ["isModel"] = type.Kind == SdkKind.Model,
        ["modelClass"] = type.Model is { } used ? ClassOf(used) : null,
        ["listOf"] = type is { Kind: SdkKind.List, Element.Model: { } element } ? ClassOf(element) : null,
        ["decode"] = _language.Decode(type, "value", ClassOf),
        ["values"] = List(type.Values.Select(value => (object?)Text(value))),
        ["hasValues"] = !type.Values.IsEmpty,
    };

    private IEnumerable<JsonMap> Operations()
    {
        var names = new NameScope(_language.ReservedWords.Concat(_language.ReservedOperations), StringComparer.Ordinal);
        var bound = _api.Operations
            .Select(operation => (Operation: operation, Name: names.Take(
                _language.OperationName(operation), "operation", _language.Escape)))
            .ToList();

        // Second names come after all first ones, so that none of them takes another operation's own.
        foreach (var (operation, name) in bound)
        {
            var map = Operation(operation, name);
            if (_language.Alias(operation) is { } alias && names.TryTake(alias))
            {
                map["alias"] = alias;
            }

            yield return map;
        }
    }

    private JsonMap Operation(SdkOperation operation, string name)
    {
        var scope = new NameScope(_language.ReservedWords.Concat(_language.ReservedParameters), StringComparer.Ordinal);
        var body = operation.Body is { } declared ? Body(declared, scope) : null;
        var parameters = operation.Parameters.Select(parameter => Parameter(parameter, scope)).ToList();
        var pascal = Words.Capitalise(name);
        return new JsonMap
        {
            ["name"] = name,
            ["pascal"] = pascal,
            ["requestClass"] = _types.Take(pascal + "Request", "OperationRequest", static taken => taken + "Model"),
            ["resultClass"] = _types.Take(pascal + "Result", "OperationResult", static taken => taken + "Model"),
            ["verb"] = operation.Verb,
            ["path"] = Text(operation.Path),
            ["description"] = Text(operation.Description),
            ["authorization"] = Text(operation.AuthorizationType),
            ["signs"] = operation.RequiresSignature,
            ["needsApiKey"] = operation.ApiKeyRequired,
            ["parameters"] = List(parameters),
            ["hasParameters"] = parameters.Count > 0,
            ["pathParameters"] = At("path"),
            ["queryParameters"] = At("query"),
            ["headerParameters"] = At("header"),
            ["required"] = List(parameters.Where(parameter => parameter["isRequired"] is true)),
            ["optional"] = List(parameters.Where(parameter => parameter["isRequired"] is false)),
            ["hasRequired"] = parameters.Exists(parameter => parameter["isRequired"] is true),
            ["body"] = body,
            ["result"] = operation.Result is { } result ? Typed(Resolve(result.Type)) : null,
        };

        JsonList At(string location) => List(parameters.Where(parameter => location.Equals(parameter["location"])));
    }

    private JsonMap Parameter(SdkParameter parameter, NameScope scope)
    {
        var name = scope.Take(
            _language.ParameterName(Words.Split(parameter.Name)), FieldFallback("parameter"), _language.Escape);
        return new JsonMap
        {
            ["name"] = name,
            ["pascal"] = Words.Capitalise(name),
            ["wireName"] = Text(parameter.Name),
            ["templateName"] = Text(parameter.IsGreedy ? parameter.Name + "+" : parameter.Name),
            ["location"] = parameter.Location.ToString().ToLowerInvariant(),
            ["isRequired"] = parameter.IsRequired,
            ["description"] = Text(parameter.Description),
        };
    }

    private JsonMap Body(SdkBody body, NameScope scope)
    {
        var name = scope.Take(_language.BodyName(body), FieldFallback("body"), _language.Escape);
        var bound = body.Type is { } type ? Typed(Resolve(type)) : new JsonMap();
        bound["name"] = name;
        bound["pascal"] = Words.Capitalise(name);
        bound["contentType"] = Text(body.ContentType);
        bound["isBinary"] = body.Type is null;
        bound["isRequired"] = body.IsRequired;
        return bound;
    }

    /// <summary>Open models are maps where the language has no class for them.</summary>
    private SdkType Resolve(SdkType type) => type switch
    {
        { Model.IsOpen: true } when !_language.HasOpenModels => SdkType.MapOf(SdkType.Any),
        { Element: { } element } => type with { Element = Resolve(element) },
        _ => type,
    };

    private string ClassOf(SdkModel model) => _classes[model];

    private string FieldFallback(string name) => _language.MemberName([name]);

    private SdkText? Text(string? value) => value is null ? null : new SdkText(value, _language);

    private static JsonList List(IEnumerable<object?> items) => new(ListForm.List, items);
}
