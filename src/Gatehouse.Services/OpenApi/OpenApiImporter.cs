using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi;

/// <summary>A definition that was imported.</summary>
/// <param name="Definition">The whole API as it shall be; <see langword="null"/> when there are errors.</param>
/// <param name="Problems">Errors and warnings, in the order of the document's parts.</param>
internal sealed record OpenApiImportResult(RestApiDefinition? Definition, ImmutableArray<OpenApiProblem> Problems)
{
    public ImmutableArray<string> Warnings =>
        [.. Problems.Where(static problem => !problem.IsError).Select(static problem => problem.Message)];

    /// <exception cref="ServiceFaultException">AWS's answer to an import that fails.</exception>
    public RestApiDefinition OrThrow(bool failOnWarnings) =>
        OpenApiFaults.Of(Problems, failOnWarnings) is { } fault ? throw fault : Definition!;
}

/// <summary>
/// OpenAPI to a REST API: a pure function of the document and of the API as it is. Swagger 2.0, OpenAPI 3.0 and, beyond
/// AWS, 3.1 where it says the same.
/// </summary>
internal sealed class OpenApiImporter(IIdSource ids, RestApiQuotas quotas)
{
    private static readonly ImmutableArray<(string Key, string Verb)> Verbs =
    [
        ("get", "GET"), ("put", "PUT"), ("post", "POST"), ("delete", "DELETE"), ("options", "OPTIONS"), ("head", "HEAD"),
        ("patch", "PATCH"), ("x-amazon-apigateway-any-method", "ANY"),
    ];

    /// <summary>Imports from bytes, as ImportRestApi and PutRestApi do.</summary>
    /// <exception cref="ServiceFaultException">BadRequestException, with AWS's text.</exception>
    public (RestApiDefinition Definition, ImmutableArray<string> Warnings) Import(
        ReadOnlyMemory<byte> body, OpenApiImportOptions options, RestApiDefinition? existing, DocumentScope scope, long nowEpochSeconds)
    {
        OpenApiDocumentText text;
        try
        {
            text = OpenApiDocumentText.Parse(body);
        }
        catch (DocumentTextException)
        {
            throw OpenApiFaults.InvalidInput();
        }

        var result = Import(text.Root, options, existing, scope, nowEpochSeconds);
        return (result.OrThrow(options.FailOnWarnings), result.Warnings);
    }

    /// <param name="root">The document; its strings are substituted in place.</param>
    /// <param name="options">Mode and base path.</param>
    /// <param name="existing">The API as it is; <see langword="null"/> with <see cref="OpenApiImportMode.Create"/>.</param>
    /// <param name="scope">The API's account and region.</param>
    /// <param name="nowEpochSeconds">The creation date of a new API.</param>
    /// <exception cref="ServiceFaultException">The document is no OpenAPI document at all.</exception>
    public OpenApiImportResult Import(
        JsonObject root, OpenApiImportOptions options, RestApiDefinition? existing, DocumentScope scope, long nowEpochSeconds)
    {
        CheckVersion(root);
        var api = existing?.Api ?? NewApi(nowEpochSeconds);
        var context = new ImportContext(PseudoParameters.Substitute(root, scope), ids, scope, api.Id);
        if (existing is null && context.Document["info"]["title"].Text is not { Length: > 0 })
        {
            context.Error("/info", "The definition needs info.title: it is the API's name");
        }

        var keeps = options.Mode == OpenApiImportMode.Merge;
        var settings = new SettingsImport(context);
        var models = new ModelImport(context, existing?.Models ?? [], keeps);
        var security = new SecurityImport(context, existing?.Authorizers ?? [], keeps);
        var validators = new ValidatorImport(context, existing?.RequestValidators ?? [], keeps);
        var operations = new OperationImport(context, models, security, new IntegrationImport(context, quotas), validators);
        var tree = new ImportedTree(context, api.RootResourceId, existing?.Resources ?? [], keeps);
        ReadPaths(context, tree, operations, Prefix(settings.BasePath(), options.BasePath));

        var definition = new RestApiDefinition
        {
            Api = settings.Apply(api, options),
            Resources = tree.ToDocuments(),
            Models = models.ToDocuments(),
            RequestValidators = validators.ToDocuments(),
            Authorizers = security.ToDocuments(),
            GatewayResponses = settings.GatewayResponses(existing?.GatewayResponses ?? [], keeps),
        };
        if (definition.Resources.Length > quotas.ResourcesPerApi)
        {
            context.Error("/paths", ApiGatewayFaults.LimitExceeded("Resources").Message);
        }

        return new OpenApiImportResult(context.HasErrors ? null : definition, [.. context.Problems]);
    }

    private static void CheckVersion(JsonObject root)
    {
        var view = new ImportContext(root, new RandomIdSource(), default, "").Document;
        var isKnown = view["swagger"].Text is { } swagger
            ? swagger.StartsWith("2.", StringComparison.Ordinal)
            : view["openapi"].Text is { } openApi
                && (openApi.StartsWith("3.0", StringComparison.Ordinal) || openApi.StartsWith("3.1", StringComparison.Ordinal));
        if (!isKnown)
        {
            throw OpenApiFaults.InvalidInput();
        }
    }

    private RestApiDocument NewApi(long nowEpochSeconds) => new()
    {
        Id = ids.AlphanumericId(RestApiLimits.ApiIdLength),
        Name = "",
        CreatedDate = nowEpochSeconds,
        RootResourceId = ids.AlphanumericId(RestApiLimits.ApiIdLength),
    };

    private static void ReadPaths(ImportContext context, ImportedTree tree, OperationImport operations, string prefix)
    {
        foreach (var (path, item) in context.Document["paths"].Members)
        {
            if (path.StartsWith("x-", StringComparison.Ordinal))
            {
                continue;
            }

            var pathItem = item.Resolve();
            if (tree.Ensure(prefix + "/" + path.Trim('/'), item.Pointer) is not { } resource)
            {
                continue;
            }

            foreach (var (key, verb) in Verbs)
            {
                if (pathItem[key].IsObject)
                {
                    resource.Methods[verb] = operations.Read(pathItem[key], pathItem, resource, verb);
                }
            }
        }
    }

    private static string Prefix(string basePath, BasePathMode mode)
    {
        var segments = basePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return mode switch
        {
            BasePathMode.Prepend => string.Concat(segments.Select(static segment => "/" + segment)),
            BasePathMode.Split => string.Concat(segments.Skip(1).Select(static segment => "/" + segment)),
            _ => "",
        };
    }
}
