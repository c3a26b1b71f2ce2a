using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// The integration's <c>responses</c> (rest-control-plane §4.5), checked as PutIntegrationResponse checks them.
/// </summary>
internal sealed class IntegrationResponseImport(ImportContext context)
{
    private const string NoMethodResponse =
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
        + "[No method response exists for method.]";

    /// <param name="method">With its integration.</param>
    /// <param name="responses">Pattern or "default" to response.</param>
    /// <param name="place">For problems.</param>
    public MethodDocument Complete(MethodDocument method, NodeView responses, MethodPlace place)
    {
        var found =
            ImmutableSortedDictionary.CreateBuilder<string, IntegrationResponseDocument>(StringComparer.Ordinal);
        foreach (var (pattern, node) in responses.Members)
        {
            if (Read(pattern, node, place) is not { } response)
            {
                continue;
            }

            if (found.TryGetValue(response.StatusCode, out var former))
            {
                // AWS keeps one response per status code, so the file asks for more than it can get.
                context.Warn(
                    node.Pointer,
                    $"Only one integration response per status code is kept on '{place.Verb}' for resource at "
                    + $"path '{place.Path}': '{pattern}' replaces '{former.SelectionPattern ?? "default"}' "
                    + $"for {response.StatusCode}");
            }

            method = Declare(method, response, node, place);
            found[response.StatusCode] = response;
        }

        return found.Count == 0
            ? method
            : method with
            {
                MethodIntegration = method.MethodIntegration! with { IntegrationResponses = found.ToImmutable() },
            };
    }

    private IntegrationResponseDocument? Read(string pattern, NodeView node, MethodPlace place)
    {
        if (node["statusCode"].Text is not ['1' or '2' or '3' or '4' or '5', _, _] status
            || !status.All(char.IsAsciiDigit))
        {
            context.Error(node.Pointer,
                $"{Prefix(place)}Invalid status code '{node["statusCode"].Quoted}' of response '{pattern}'");
            return null;
        }

        var handling = node["contentHandling"].Text?.ToUpperInvariant();
        if (handling is not (null or "CONVERT_TO_BINARY" or "CONVERT_TO_TEXT"))
        {
            context.Error(node["contentHandling"].Pointer,
                $"{Prefix(place)}Invalid contentHandling specified: {node["contentHandling"].Quoted}");
            return null;
        }

        return new IntegrationResponseDocument
        {
            StatusCode = status,
            SelectionPattern = pattern == "default" ? null : pattern,
            ResponseParameters = context.Texts(node["responseParameters"], "responseParameters", place),
            ResponseTemplates = context.Templates(node["responseTemplates"], "responseTemplates", place),
            ContentHandling = handling,
        };
    }

    /// <summary>
    /// A response of a status that the operation does not declare is declared here: the method would answer 500
    /// otherwise (unconfirmed for AWS). One that maps headers must be declared, with these headers, by the file.
    /// </summary>
    private MethodDocument Declare(
        MethodDocument method, IntegrationResponseDocument response, NodeView node, MethodPlace place)
    {
        context.Passes(
            node.Pointer, Prefix(place), () => TemplateRules.Check(response.ResponseTemplates?.Values ?? []));
        if (method.MethodResponses?.GetValueOrDefault(response.StatusCode) is { } declared)
        {
            context.Passes(
                node.Pointer,
                Prefix(place),
                () => MappingExpressions.CheckResponseMapping(declared, response.ResponseParameters));
            return method;
        }

        if (response.ResponseParameters is { IsEmpty: false })
        {
            context.Error(node.Pointer, Prefix(place) + NoMethodResponse);
        }

        var all = method.MethodResponses
            ?? ImmutableSortedDictionary.Create<string, MethodResponseDocument>(StringComparer.Ordinal);
        var added = new MethodResponseDocument { StatusCode = response.StatusCode };
        return method with { MethodResponses = all.Add(added.StatusCode, added) };
    }

    private static string Prefix(MethodPlace place) =>
        $"Unable to put integration response on '{place.Verb}' for resource at path '{place.Path}': ";
}
