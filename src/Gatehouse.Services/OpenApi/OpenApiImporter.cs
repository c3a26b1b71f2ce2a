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
    /// <summary>
    /// All documentation parts that the API shall have; <see langword="null"/> when the import leaves them alone.
    /// </summary>
    public ImmutableArray<DocumentationPartDocument>? Documentation { get; init; }

    public ImmutableArray<string> Warnings =>
        [.. Problems.Where(static problem => !problem.IsError).Select(static problem => problem.Message)];

    /// <exception cref="ServiceFaultException">AWS's answer to an import that fails.</exception>
    public RestApiDefinition OrThrow(bool failOnWarnings) =>
        OpenApiFaults.Of(Problems, failOnWarnings) is { } fault ? throw fault : Definition!;
}

/// <summary>
/// OpenAPI to a REST API: a pure function of the document and of the API as it is. Swagger 2.0, OpenAPI 3.0, and 3.1
/// where it says the same.
/// </summary>
/// <remarks>Differs from AWS: 3.1 is read, where AWS is believed to refuse it.</remarks>
internal sealed class OpenApiImporter(IIdSource ids, RestApiQuotas quotas)
{
    /// <summary>Imports from bytes, without documentation parts.</summary>
    /// <exception cref="ServiceFaultException">BadRequestException, with AWS's text.</exception>
    public (RestApiDefinition Definition, ImmutableArray<string> Warnings) Import(
        ReadOnlyMemory<byte> body,
        OpenApiImportOptions options,
        RestApiDefinition? existing,
        DocumentScope scope,
        long nowEpochSeconds)
    {
        var result = Import(Read(body), options, existing, scope, nowEpochSeconds);
        return (result.OrThrow(options.FailOnWarnings), result.Warnings);
    }

    /// <summary>The document that ImportRestApi and PutRestApi were sent.</summary>
    /// <exception cref="ServiceFaultException">BadRequestException, with AWS's text.</exception>
    public static JsonObject Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return OpenApiDocumentText.Parse(body).Root;
        }
        catch (DocumentTextException)
        {
            throw OpenApiFaults.InvalidInput();
        }
    }

    /// <param name="root">The document; its strings are substituted in place.</param>
    /// <param name="options">Mode and base path.</param>
    /// <param name="existing">The API as it is; <see langword="null"/> to create one.</param>
    /// <param name="scope">The API's account and region.</param>
    /// <param name="nowEpochSeconds">The creation date of a new API.</param>
    /// <param name="documentation">The API's documentation parts as they are; <see langword="null"/> to import
    /// none.</param>
    /// <exception cref="ServiceFaultException">The document is no OpenAPI document at all.</exception>
    public OpenApiImportResult Import(
        JsonObject root,
        OpenApiImportOptions options,
        RestApiDefinition? existing,
        DocumentScope scope,
        long nowEpochSeconds,
        ImmutableArray<DocumentationPartDocument>? documentation = null)
    {
        CheckVersion(root);
        var api = existing?.Api ?? NewApi(nowEpochSeconds);
        var context = new ImportContext(PseudoParameters.Substitute(root, scope), ids, scope, api.Id);
        var keeps = options.Mode == OpenApiImportMode.Merge;
        var settings = new SettingsImport(context);
        settings.CheckInfo(existing);
        var changed = settings.Apply(api, options);
        var models = new ModelImport(context, existing?.Models ?? [], keeps);
        var security = new SecurityImport(context, existing?.Authorizers ?? [], keeps);
        var validators = new ValidatorImport(context, existing?.RequestValidators ?? [], keeps);
        var integrations = new IntegrationImport(context, quotas.For(changed));
        var operations = new OperationImport(context, models, security, integrations, validators);
        var tree = new ImportedTree(context, api.RootResourceId, existing?.Resources ?? [], keeps);
        var prefix = DocumentPaths.Prefix(settings.BasePath(), options.BasePath);
        ReadPaths(context, tree, operations, prefix);
        security.WarnOfIgnoredRoot();

        var definition = new RestApiDefinition
        {
            Api = changed,
            Resources = tree.ToDocuments(),
            Models = models.ToDocuments(),
            RequestValidators = validators.ToDocuments(),
            Authorizers = security.ToDocuments(),
            GatewayResponses = settings.GatewayResponses(existing?.GatewayResponses ?? [], keeps),
        };
        if (tree.Count > quotas.ResourcesPerApi)
        {
            context.Error("/paths", ApiGatewayFaults.LimitExceeded("Resources").Message);
        }

        if (definition.Authorizers.Length > quotas.AuthorizersPerApi)
        {
            context.Error(security.Pointer, ApiGatewayFaults.LimitExceeded("Authorizers").Message);
        }

        // What is said of an API that is not imported is not looked at: its references were reported already.
        var parts = context.HasErrors || options.IgnoresDocumentation || documentation is not { } stored
            ? null
            : (ImmutableArray<DocumentationPartDocument>?)new DocumentationImport(context, quotas)
                .Merge(stored, prefix, keeps).All;
        return new OpenApiImportResult(context.HasErrors ? null : definition, [.. context.Problems])
        {
            Documentation = parts,
        };
    }

    private static void CheckVersion(JsonObject root)
    {
        // Unquoted in YAML the version is a number, which keeps its digits: 2.0 and 3.0 read as they stand.
        var isKnown = root["swagger"] is { } swagger
            ? Word(swagger).StartsWith("2.", StringComparison.Ordinal)
            : root["openapi"] is { } openApi && Word(openApi) is ['3', '.', '0' or '1', ..];
        if (!isKnown)
        {
            throw OpenApiFaults.InvalidInput();
        }
    }

    private static string Word(JsonNode version) => version is JsonValue ? version.ToString() : "";

    private RestApiDocument NewApi(long nowEpochSeconds) => new()
    {
        Id = ids.AlphanumericId(RestApiLimits.ApiIdLength),
        Name = "",
        CreatedDate = nowEpochSeconds,
        RootResourceId = ids.AlphanumericId(RestApiLimits.ApiIdLength),
    };

    private void ReadPaths(ImportContext context, ImportedTree tree, OperationImport operations, string prefix)
    {
        var paths = context.Document["paths"];
        if (paths.Exists && !paths.IsObject)
        {
            context.ParseIssue(paths, "paths", "object");
        }

        foreach (var (path, item) in paths.Members)
        {
            if (path.StartsWith("x-", StringComparison.Ordinal))
            {
                continue;
            }

            if (tree.Count > quotas.ResourcesPerApi)
            {
                break; // refused below: no need to build a tree that nobody gets
            }

            if (!item.IsObject)
            {
                context.ParseIssue(item, $"paths.'{path}'", "object");
                continue;
            }

            if (!path.StartsWith('/'))
            {
                context.Warn(item.Pointer, $"Parse issue: paths. Resource {path} should start with /");
            }

            if (tree.Ensure(DocumentPaths.Join(prefix, path), item.Pointer) is { } resource)
            {
                ReadOperations(context, operations, item.Resolve(), resource, path);
            }
        }
    }

    private static void ReadOperations(
        ImportContext context, OperationImport operations, NodeView pathItem, ImportedTree.Node resource, string path)
    {
        foreach (var (key, verb) in DocumentPaths.Verbs)
        {
            var operation = pathItem[key];
            if (!operation.Exists)
            {
                continue;
            }

            if (!operation.IsObject)
            {
                context.ParseIssue(operation, $"paths.'{path}'({key})", "object");
            }
            else if (resource.Imported.Add(verb))
            {
                resource.Methods[verb] = operations.Read(operation, pathItem, resource, verb);
            }
            else
            {
                // Which of the two is meant cannot be told, and one of them may be the protected one.
                context.Error(
                    operation.Pointer,
                    $"Unable to put method '{verb}' on resource at path '{resource.Path}': "
                    + "the definition holds it twice");
            }
        }
    }
}
