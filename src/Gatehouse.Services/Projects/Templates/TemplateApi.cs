using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.ApiGatewayV2.Apis;
using Gatehouse.Services.ApiGatewayV2.Authorizers;
using Gatehouse.Services.ApiGatewayV2.IntegrationResponses;
using Gatehouse.Services.ApiGatewayV2.Integrations;
using Gatehouse.Services.ApiGatewayV2.Models;
using Gatehouse.Services.ApiGatewayV2.RouteResponses;
using Gatehouse.Services.ApiGatewayV2.Routes;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>One API of a template, put together part by part under the rules of the operations that create them.</summary>
internal sealed class TemplateApi(ApiV2Document api, DocumentScope scope)
{
    private readonly List<RouteV2Document> _routes = [];
    private readonly List<IntegrationV2Document> _integrations = [];
    private readonly List<AuthorizerV2Document> _authorizers = [];
    private readonly List<ModelV2Document> _models = [];
    private readonly List<RouteResponseV2Document> _routeResponses = [];
    private readonly List<IntegrationResponseV2Document> _integrationResponses = [];

    public bool IsWebSocket => api.ProtocolType == ApiV2Document.WebSocket;

    public IEnumerable<string> RouteKeys => _routes.Select(static route => route.RouteKey);

    public static TemplateApi Create(OperationInput input, string id, DocumentScope scope, long now) =>
        new(ApiInput.Create(input, id, now) with { Tags = input.Map("Tags").OrNull() }, scope);

    /// <summary>Adds a part that stands below nothing but the API, or below a part that was added before.</summary>
    public void Add(string kind, OperationInput input, string id)
    {
        switch (kind)
        {
            case "Model":
                OnlyWebSocket(ModelInput.What);
                _models.Add(ModelInput.Create(input, id));
                break;
            case "Authorizer":
                AddAuthorizer(input, id);
                break;
            case "Integration":
                AddIntegration(input, id);
                break;
            case "Route":
                AddRoute(input, id);
                break;
            case "RouteResponse":
                OnlyWebSocket(RouteResponseInput.What);
                _routeResponses.Add(RouteResponseInput.Apply(input, new RouteResponseV2Document
                {
                    RouteId = Existing(input.RequiredString("RouteId"), "Route", _routes.Select(static one => one.RouteId)),
                    RouteResponseId = id,
                    RouteResponseKey = input.RequiredString("RouteResponseKey"),
                }));
                break;
            case "IntegrationResponse":
                OnlyWebSocket(IntegrationResponseInput.What);
                _integrationResponses.Add(IntegrationResponseInput.Apply(input, new IntegrationResponseV2Document
                {
                    IntegrationId = ExistingIntegration(input.RequiredString("IntegrationId")),
                    IntegrationResponseId = id,
                    IntegrationResponseKey = input.RequiredString("IntegrationResponseKey"),
                }));
                break;
            default:
                throw new TemplateValueException($"'gatehouse run' does not know {TemplateResource.ApiPrefix}{kind}.");
        }
    }

    /// <summary>The whole, once more checked as a deployment would be.</summary>
    public ApiV2Definition Complete()
    {
        var definition = new ApiV2Definition
        {
            Api = api,
            Routes = [.. _routes],
            Integrations = [.. _integrations],
            Authorizers = [.. _authorizers],
            Models = [.. _models],
            RouteResponses = [.. _routeResponses],
            IntegrationResponses = [.. _integrationResponses],
        };
        if (_routes.Count == 0)
        {
            throw new TemplateValueException("Unable to deploy API because no routes exist in this API");
        }

        WebSocketModelRules.CheckDeployable(definition);
        return definition;
    }

    private void AddAuthorizer(OperationInput input, string id)
    {
        var authorizer = AuthorizerInput.Apply(input, new AuthorizerV2Document
        {
            AuthorizerId = id,
            Name = input.RequiredString("Name"),
            AuthorizerType = input.RequiredString("AuthorizerType"),
            IdentitySource = [],
        });
        if (IsWebSocket)
        {
            WebSocketAuthorizerRules.Check(authorizer, scope.Account);
        }
        else
        {
            authorizer = authorizer with
            {
                AuthorizerResultTtlInSeconds = authorizer.AuthorizerResultTtlInSeconds
                    ?? AuthorizerRules.DefaultTtl(authorizer.AuthorizerType, authorizer.IdentitySource),
            };
            AuthorizerRules.Check(authorizer, scope.Account);
        }

        _authorizers.Add(authorizer);
    }

    private void AddIntegration(OperationInput input, string id)
    {
        if (IsWebSocket)
        {
            var integration = WebSocketIntegrationRules.Create(input, id);
            WebSocketIntegrationRules.Check(integration, scope.Account);
            _integrations.Add(integration);
            return;
        }

        IntegrationRules.RefuseWebSocketMembers(input);
        var http = IntegrationInput.Create(input, id);
        IntegrationRules.Check(http, scope.Account);
        _integrations.Add(http);
    }

    private void AddRoute(OperationInput input, string id)
    {
        var route = IsWebSocket ? WebSocketRouteRules.Create(input, id) : RouteRules.Create(input, id);
        if (IsWebSocket)
        {
            WebSocketRouteRules.CheckUnique(route, _routes);
        }
        else
        {
            RouteRules.CheckScopes(route);
            RouteRules.CheckUnique(route, _routes);
        }

        if (route.AuthorizationType is "CUSTOM" or "JWT")
        {
            RouteRules.CheckKind(
                route.AuthorizationType, _authorizers.FirstOrDefault(one => one.AuthorizerId == route.AuthorizerId));
        }

        if (route.Target is not null)
        {
            RouteRules.CheckTargetForm(route.Target);
            _ = ExistingIntegration(route.IntegrationId()!);
        }

        _routes.Add(route);
    }

    private string ExistingIntegration(string id) =>
        Existing(id, "Integration", _integrations.Select(static one => one.IntegrationId));

    private static string Existing(string id, string kind, IEnumerable<string> all) => all.Contains(id, StringComparer.Ordinal)
        ? id
        : throw new TemplateValueException($"Invalid {kind} identifier specified {id}");

    private void OnlyWebSocket(string what)
    {
        if (!IsWebSocket)
        {
            throw ApiGatewayV2Faults.NotOnHttp(what);
        }
    }
}
