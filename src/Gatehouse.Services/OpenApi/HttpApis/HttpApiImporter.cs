using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.ApiGatewayV2.Routes;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi.HttpApis;

/// <summary>
/// OpenAPI 3.0 to an HTTP API (http-api §4): a pure function of the document, of the API as it is, and of the issuers
/// that could not be reached.
/// </summary>
internal sealed class HttpApiImporter(IIdSource ids, ApiV2Quotas quotas)
{
    private static readonly ImmutableArray<(string Key, string Verb)> Verbs =
    [
        ("get", "GET"), ("put", "PUT"), ("post", "POST"), ("delete", "DELETE"), ("options", "OPTIONS"),
        ("head", "HEAD"), ("patch", "PATCH"), ("x-amazon-apigateway-any-method", HttpRouteKey.Any),
    ];

    /// <param name="root">The document; its strings are substituted in place.</param>
    /// <param name="basePath">What becomes of the document's base path.</param>
    /// <param name="existing">
    /// The API to fill: with its parts, whose namesakes keep their ids, or fresh and without any.
    /// </param>
    /// <param name="scope">The API's account and region.</param>
    /// <param name="unreachable">Issuers that have no discovery document: their authorizers are left out.</param>
    /// <exception cref="ServiceFaultException">The document is no OpenAPI 3.0 document at all.</exception>
    public HttpApiImportResult Import(
        JsonObject root, BasePathMode basePath, ApiV2Definition existing, DocumentScope scope,
        IReadOnlySet<string> unreachable)
    {
        CheckVersion(root);
        var context = new ImportContext(PseudoParameters.Substitute(root, scope), ids, scope, existing.Api.ApiId);
        var info = new IgnoredParts();
        var settings = new HttpSettingsImport(context, info);
        var api = settings.Apply(existing.Api);
        var security = new HttpSecurityImport(context, existing.Authorizers, unreachable);
        var integrations = new HttpIntegrationImport(context, info, ids, existing.Integrations);
        var prefix = Prefix(settings.BasePath(), basePath);
        var routes = new RouteReader(context, info, security, integrations, ids, existing.Routes).Read(prefix);
        security.WarnOfIgnoredRoot();
        integrations.ReadUnused();
        var definition = new ApiV2Definition
        {
            Api = api with
            {
                QuickCreate = null, // what it names is replaced
                ImportInfo = info.Texts is { IsEmpty: false } texts ? texts : null,
            },
            Routes = routes,
            Integrations = integrations.ToDocuments(),
            Authorizers = security.ToDocuments(),
            Models = [],
            RouteResponses = [],
            IntegrationResponses = [],
        };
        CheckQuotas(context, definition);
        var result = new HttpApiImportResult(definition, [.. context.Problems], info.Texts);
        return result with
        {
            Definition = context.HasErrors
                ? null
                : definition with
                {
                    Api = definition.Api with { Warnings = result.Warnings is { IsEmpty: false } some ? some : null },
                },
        };
    }

    /// <summary>HTTP APIs read nothing but 3.0 (§4); the texts are unconfirmed.</summary>
    private static void CheckVersion(JsonObject root)
    {
        if (root["swagger"] is not null)
        {
            throw OpenApiFaults.BadRequest("Unsupported document: HTTP APIs are imported from OpenAPI 3.0, not Swagger 2.0");
        }

        // Unquoted in YAML the version is a number, which keeps its digits.
        if (root["openapi"] is not JsonValue version || version.ToString() is not ['3', '.', '0', ..])
        {
            throw OpenApiFaults.InvalidInput();
        }
    }

    private void CheckQuotas(ImportContext context, ApiV2Definition definition)
    {
        Check(definition.Routes.Length, quotas.RoutesPerApi, "Routes");
        Check(definition.Integrations.Length, quotas.IntegrationsPerApi, "Integrations");
        Check(definition.Authorizers.Length, quotas.AuthorizersPerApi, "Authorizers");

        void Check(int count, int quota, string what)
        {
            if (count > quota)
            {
                context.Error("/paths", ApiGatewayV2Faults.LimitExceeded(what).Message);
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

    /// <summary>Reads the paths of one import.</summary>
    private sealed class RouteReader(
        ImportContext context, IgnoredParts info, HttpSecurityImport security, HttpIntegrationImport integrations,
        IIdSource ids, ImmutableArray<RouteV2Document> existing)
    {
        private readonly List<RouteV2Document> _routes = [];

        public ImmutableArray<RouteV2Document> Read(string prefix)
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

                if (!item.IsObject)
                {
                    context.ParseIssue(item, $"paths.'{path}'", "object");
                    continue;
                }

                if (!path.StartsWith('/'))
                {
                    context.Warn(item.Pointer, $"Parse issue: attribute paths. Resource {path} should start with /");
                }

                ReadItem(prefix, path.StartsWith('/') ? path : "/" + path, item.Resolve());
            }

            return [.. _routes];
        }

        private void ReadItem(string prefix, string path, NodeView item)
        {
            info.Ignore(item["parameters"], "parameters");
            foreach (var (key, verb) in Verbs)
            {
                var operation = item[key];
                if (operation.Exists && !operation.IsObject)
                {
                    context.ParseIssue(operation, $"paths.'{path}'({key})", "object");
                }
                else if (operation.Exists)
                {
                    ReadOperation(prefix, path, verb, operation);
                }
            }
        }

        private void ReadOperation(string prefix, string path, string verb, NodeView operation)
        {
            info.Ignore(operation["parameters"], "parameters");
            info.Ignore(operation["requestBody"], "request body");
            var isDefault = verb == HttpRouteKey.Any && operation["isDefaultRoute"].Flag() == true;
            var joined = path == "/" && prefix.Length > 0 ? prefix : prefix + path;
            var key = isDefault ? HttpRouteKey.Default : $"{verb} {joined}";
            var place = $"'{verb}' for resource at path '{path}'";
            if (!HttpRouteKey.TryParse(key, out _))
            {
                context.Warn(operation.Pointer, $"Unable to create route {place}: the path is not valid. Ignoring.");
                return;
            }

            var asked = security.Read(operation, place);
            var former = existing.FirstOrDefault(route => route.RouteKey == key);
            var integration = integrations.Read(
                operation["x-amazon-apigateway-integration"], place, former?.IntegrationId(), out var isSkipped);
            if (asked is null || isSkipped)
            {
                return; // a route without what guards it, or without what answers it, is not made
            }

            var route = new RouteV2Document
            {
                RouteId = former?.RouteId ?? ids.AlphanumericId(ApiV2Limits.RouteIdLength),
                RouteKey = key,
                ApiKeyRequired = false,
                AuthorizationType = asked.Type,
                AuthorizerId = asked.AuthorizerId,
                AuthorizationScopes = asked.Scopes,
                OperationName = operation["operationId"].Text,
                Target = integration is null ? null : RouteV2Document.TargetPrefix + integration,
            };
            try
            {
                RouteRules.CheckUnique(route, _routes);
                RouteRules.CheckScopes(route);
                _routes.Add(route);
            }
            catch (ServiceFaultException fault)
            {
                context.Warn(operation.Pointer, $"Unable to create route {place}: {fault.Message} Ignoring.");
            }
        }
    }
}
