using System.Collections.Immutable;
using Gatehouse.Model.Arns;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.Integrations;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// <c>x-amazon-apigateway-integration</c> (rest-control-plane §4.5), checked as PutIntegration checks it.
/// </summary>
internal sealed class IntegrationImport(ImportContext context, RestApiQuotas quotas)
{
    private readonly IntegrationResponseImport _responses = new(context);

    /// <summary>The method with the operation's integration, when it has one and it is not refused.</summary>
    public MethodDocument Complete(MethodDocument method, NodeView operation, ImportedTree.Node resource)
    {
        var node = operation["x-amazon-apigateway-integration"];
        if (!node.Exists)
        {
            return method;
        }

        var place = new MethodPlace(resource.Path, method.HttpMethod);
        var type = node["type"].Text?.ToUpperInvariant();
        if (type is not (
            "HTTP" or "AWS" or IntegrationRules.Mock or IntegrationRules.HttpProxy or IntegrationRules.AwsProxy))
        {
            var at = node["type"].Exists ? node["type"] : node;
            context.Error(at.Pointer, $"{Prefix(place)}Invalid integration type: {node["type"].Quoted}");
            return method;
        }

        var integration = Read(node, type, resource, place);
        return CheckWords(node, place, integration)
            && context.Passes(
                node.Pointer,
                Prefix(place),
                () => IntegrationRules.Check(method, integration, context.Scope.Account, quotas))
            && CheckFunction(node, place, integration)
                ? _responses.Complete(method with { MethodIntegration = integration }, node["responses"], place)
                : method;
    }

    private IntegrationDocument Read(NodeView node, string type, ImportedTree.Node resource, MethodPlace place) => new()
    {
        Type = type,
        HttpMethod = HttpMethod(node, type),
        Uri = type == IntegrationRules.Mock ? null : node["uri"].Text,
        ConnectionType = IntegrationRules.IsHttp(type) ? Upper(node["connectionType"]) ?? "INTERNET" : null,
        ConnectionId = node["connectionId"].Text,
        IntegrationTarget = node["integrationTarget"].Text,
        Credentials = node["credentials"].Text,
        RequestParameters = context.Texts(node["requestParameters"], "requestParameters", place),
        RequestTemplates = context.Templates(node["requestTemplates"], "requestTemplates", place),
        PassthroughBehavior = Upper(node["passthroughBehavior"]) ?? "WHEN_NO_MATCH",
        ContentHandling = Upper(node["contentHandling"]),
        TimeoutInMillis = node["timeoutInMillis"].Number()
            ?? IntegrationRules.DefaultTimeout(Upper(node["responseTransferMode"])),
        CacheNamespace = node["cacheNamespace"].Text ?? resource.Id,
        CacheKeyParameters = node["cacheKeyParameters"].Texts() ?? [],
        TlsConfig = node["tlsConfig"].IsObject
            ? new TlsConfig { InsecureSkipVerification = node["tlsConfig"]["insecureSkipVerification"].Flag() ?? false }
            : null,
        ResponseTransferMode = Upper(node["responseTransferMode"]),
    };

    private static string? HttpMethod(NodeView node, string type) => type switch
    {
        IntegrationRules.AwsProxy => "POST", // whatever the file says, as on AWS
        IntegrationRules.Mock => null,
        _ when Upper(node["httpMethod"]) is { } word => word == "X-AMAZON-APIGATEWAY-ANY-METHOD" ? "ANY" : word,
        _ => null,
    };

    /// <summary>
    /// Words that PutIntegration's contract would refuse: a body that is converted otherwise than asked is broken.
    /// </summary>
    private bool CheckWords(NodeView node, MethodPlace place, IntegrationDocument integration)
    {
        var wrong =
            integration.ContentHandling is not (null or "CONVERT_TO_BINARY" or "CONVERT_TO_TEXT") ? "contentHandling"
            : integration.ConnectionType is not (null or "INTERNET" or "VPC_LINK") ? "connectionType"
            : integration.ResponseTransferMode is not (null or "BUFFERED" or "STREAM") ? "responseTransferMode"
            : null;
        if (wrong is null)
        {
            return true;
        }

        context.Error(node[wrong].Pointer, $"{Prefix(place)}Invalid {wrong} specified: {node[wrong].Quoted}");
        return false;
    }

    /// <summary>
    /// A Lambda URI must name a function (§4.8). Differs from AWS: a bare name means a function of the API's account.
    /// </summary>
    private bool CheckFunction(NodeView node, MethodPlace place, IntegrationDocument integration)
    {
        const string Functions = "/functions/";
        const string Invocations = "/invocations";
        if (IntegrationRules.IsHttp(integration.Type) || integration.Type == IntegrationRules.Mock
            || IntegrationUri.Parse(integration.Uri) is not { InvokesFunction: true, Target: var target }
            || target.Contains("${", StringComparison.Ordinal))
        {
            return true; // a stage variable decides later
        }

        var name = target[(target.IndexOf(Functions, StringComparison.Ordinal) + Functions.Length)..];
        var end = name.LastIndexOf('/');
        var isNamed = end > 0
            && (name[end..] is Invocations or "/response-streaming-invocations")
            && IsFunction(name[..end]);
        if (!isNamed)
        {
            context.Error(node["uri"].Pointer, $"{Prefix(place)}Invalid function ARN or invalid uri");
        }

        return isNamed;
    }

    private static bool IsFunction(string name)
    {
        if (name.StartsWith("arn:", StringComparison.Ordinal))
        {
            return Arn.TryParse(name, out var arn) && arn.Service == "lambda"
                && arn.Resource.StartsWith("function:", StringComparison.Ordinal)
                && IsFunction(arn.Resource["function:".Length..]);
        }

        var parts = name.Split(':');
        return parts.Length <= 2 && parts.All(
            static part => part.Length > 0
                && part.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '$'));
    }

    private static string? Upper(NodeView word) => word.Text?.ToUpperInvariant();

    private static string Prefix(MethodPlace place) =>
        $"Unable to put integration on '{place.Verb}' for resource at path '{place.Path}': ";
}

/// <summary>Which method a problem is about.</summary>
internal readonly record struct MethodPlace(string Path, string Verb);
