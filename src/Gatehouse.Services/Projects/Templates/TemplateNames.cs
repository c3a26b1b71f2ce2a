using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>
/// What <c>Ref</c> and <c>Fn::GetAtt</c> of each resource say. Ids come from the logical names, so that a save changes
/// none: URLs stay, and so do open connections.
/// </summary>
internal sealed class TemplateNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);

    public TemplateNames(ProjectFolder project, ImmutableArray<TemplateResource> resources, DocumentScope scope)
    {
        _references["AWS::Region"] = scope.Region;
        _references["AWS::AccountId"] = scope.Account;
        _references["AWS::Partition"] = "aws";
        _references["AWS::URLSuffix"] = "amazonaws.com";
        _references["AWS::StackName"] = ProjectDeployer.ApiIdOf(project.Folder);
        foreach (var resource in resources)
        {
            Add(project, resource, resources, scope);
        }
    }

    /// <summary>A parameter of the template, by its default.</summary>
    public void AddParameter(string name, string value) => _references[name] = value;

    public string? Reference(string name) => _references.GetValueOrDefault(name);

    public string? Attribute(string name, string attribute) => _attributes.GetValueOrDefault($"{name}.{attribute}");

    /// <summary>The name under which a function's resource is deployed: its own, or its folder's.</summary>
    public static string? FunctionName(TemplateResource function) =>
        Text(function, "FunctionName") ?? (Text(function, "Code") is { } code ? Path.GetFileName(code.TrimEnd('/')) : null);

    private static string? Text(TemplateResource resource, string property) =>
        resource.Properties[property] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : null;

    private void Add(
        ProjectFolder project, TemplateResource resource, ImmutableArray<TemplateResource> all, DocumentScope scope)
    {
        var id = resource.LogicalId;
        if (resource.Type == TemplateResource.Api)
        {
            var folder = ProjectDeployer.ApiIdOf(project.Folder);
            var isFirst = all.First(static one => one.Type == TemplateResource.Api) == resource;
            _references[id] = isFirst ? folder : $"{folder}{id.ToLowerInvariant()}";
        }
        else if (resource.Type == TemplateResource.Function && FunctionName(resource) is { } name)
        {
            _references[id] = name;
            _attributes[$"{id}.Arn"] = new FunctionName(scope.Account, scope.Region, name, null).Arn;
        }
        else if (resource.Type == TemplateResource.Stage && Text(resource, "StageName") is { } stage)
        {
            _references[id] = stage;
        }
        else if (resource.Type.StartsWith(TemplateResource.ApiPrefix, StringComparison.Ordinal))
        {
            var isRoute = resource.Is("Route") || resource.Is("Integration");
            _references[id] = IdOf(id, isRoute ? ApiV2Limits.RouteIdLength : ApiV2Limits.PartIdLength);
        }
    }

    private static string IdOf(string logicalId, int length)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(logicalId));
        return string.Create(length, hash, static (target, bytes) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = Letters[bytes[i] % Letters.Length];
            }
        });
    }
}
