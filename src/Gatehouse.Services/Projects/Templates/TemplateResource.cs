using System.Text.Json.Nodes;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>One resource of a template, before anything of it is resolved.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Type">As <c>AWS::ApiGatewayV2::Route</c>.</param>
/// <param name="Properties">As they stand.</param>
internal sealed record TemplateResource(string LogicalId, string Type, JsonObject Properties)
{
    public const string ApiPrefix = "AWS::ApiGatewayV2::";

    public const string Api = ApiPrefix + "Api";

    public const string Stage = ApiPrefix + "Stage";

    public const string Function = "AWS::Lambda::Function";

    public bool Is(string kind) => Type == ApiPrefix + kind;
}
