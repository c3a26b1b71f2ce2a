using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.Integrations;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi;

/// <summary><c>x-amazon-apigateway-integration</c> (rest-control-plane §4.5), checked as PutIntegration checks it.</summary>
internal sealed class IntegrationImport(ImportContext context, RestApiQuotas quotas)
{
    /// <returns><see langword="null"/> when the operation has none or it is refused; the problem is recorded then.</returns>
    public IntegrationDocument? Read(NodeView operation, ImportedTree.Node resource, string verb, MethodDocument method)
    {
        var node = operation["x-amazon-apigateway-integration"];
        if (!node.Exists)
        {
            return null;
        }

        var type = node["type"].Text?.ToUpperInvariant();
        if (type is not ("HTTP" or "AWS" or "MOCK" or "HTTP_PROXY" or "AWS_PROXY"))
        {
            Refuse(node["type"].Exists ? node["type"] : node, resource, verb, $"Invalid integration type: {node["type"].Text}");
            return null;
        }

        var integration = new IntegrationDocument
        {
            Type = type,
            HttpMethod = type switch
            {
                "AWS_PROXY" => "POST", // whatever the file says, as on AWS
                "MOCK" => null,
                _ => node["httpMethod"].Text?.ToUpperInvariant() is { } word ? word == "X-AMAZON-APIGATEWAY-ANY-METHOD" ? "ANY" : word : null,
            },
            Uri = type == "MOCK" ? null : node["uri"].Text,
            ConnectionType = IntegrationRules.IsHttp(type) ? node["connectionType"].Text?.ToUpperInvariant() ?? "INTERNET" : null,
            ConnectionId = node["connectionId"].Text,
            IntegrationTarget = node["integrationTarget"].Text,
            Credentials = node["credentials"].Text,
            RequestParameters = RequestParameters(node, resource, verb),
            RequestTemplates = Templates(node["requestTemplates"]),
            PassthroughBehavior = node["passthroughBehavior"].Text?.ToUpperInvariant() ?? "WHEN_NO_MATCH",
            ContentHandling = node["contentHandling"].Text?.ToUpperInvariant(),
            TimeoutInMillis = node["timeoutInMillis"].Number() ?? 29_000,
            CacheNamespace = node["cacheNamespace"].Text ?? resource.Id,
            CacheKeyParameters = node["cacheKeyParameters"].Texts() ?? [],
            TlsConfig = node["tlsConfig"].IsObject
                ? new TlsConfig { InsecureSkipVerification = node["tlsConfig"]["insecureSkipVerification"].Flag() ?? false }
                : null,
            ResponseTransferMode = node["responseTransferMode"].Text?.ToUpperInvariant(),
            IntegrationResponses = Responses(node["responses"], resource, verb),
        };
        try
        {
            IntegrationRules.Check(method, integration, context.Scope.Account, quotas);
            return integration;
        }
        catch (ServiceFaultException fault)
        {
            Refuse(node, resource, verb, fault.Message);
            return null;
        }
    }

    private ImmutableSortedDictionary<string, string>? RequestParameters(NodeView node, ImportedTree.Node resource, string verb)
    {
        if (!node["requestParameters"].IsObject)
        {
            return null;
        }

        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in node["requestParameters"].Members)
        {
            if (value.StrictText is { } text)
            {
                found[name] = text;
            }
            else
            {
                context.Warn(
                    value.Pointer,
                    $"Invalid format for 'requestParameters'. Expected type string for property '{name}' of resource "
                    + $"'{resource.Path}' and method '{verb}' but got '{value.Node?.ToJsonString() ?? "null"}'");
            }
        }

        return found.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string?>? Templates(NodeView templates) => templates.IsObject
        ? templates.Members.ToImmutableSortedDictionary(
            static member => member.Name, static member => member.Value.Text, StringComparer.Ordinal)
        : null;

    private ImmutableSortedDictionary<string, IntegrationResponseDocument>? Responses(
        NodeView responses, ImportedTree.Node resource, string verb)
    {
        if (!responses.IsObject)
        {
            return null;
        }

        var found = ImmutableSortedDictionary.CreateBuilder<string, IntegrationResponseDocument>(StringComparer.Ordinal);
        foreach (var (pattern, response) in responses.Members)
        {
            if (response["statusCode"].Text is not { Length: 3 } status || status[0] is < '1' or > '5' || !status.All(char.IsAsciiDigit))
            {
                Refuse(response, resource, verb, $"Invalid statusCode '{response["statusCode"].Text}' of response '{pattern}'");
                continue;
            }

            found[status] = new IntegrationResponseDocument
            {
                StatusCode = status,
                SelectionPattern = pattern == "default" ? null : pattern,
                ResponseParameters = response["responseParameters"].IsObject
                    ? response["responseParameters"].Members
                        .Where(static member => member.Value.StrictText is not null)
                        .ToImmutableSortedDictionary(
                            static member => member.Name, static member => member.Value.StrictText!, StringComparer.Ordinal)
                    : null,
                ResponseTemplates = Templates(response["responseTemplates"]),
                ContentHandling = response["contentHandling"].Text?.ToUpperInvariant(),
            };
        }

        return found.ToImmutable();
    }

    private void Refuse(NodeView at, ImportedTree.Node resource, string verb, string why) =>
        context.Error(at.Pointer, $"Unable to put integration on '{verb}' for resource at path '{resource.Path}': {why}");
}
