using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Authorization;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>The step that checks an integration's role, where the role is this server's to judge (security §3.4).</summary>
internal sealed class RoleCompiler(StageContext context, IntegrationServices services)
{
    private const string InvokeFunction = "lambda:InvokeFunction";

    public IEnumerable<IRestStep> Compile(string path, string verb, IntegrationDocument integration)
    {
        var role = context.Substitute(integration.Credentials ?? string.Empty);
        var uri = context.Substitute(integration.Uri ?? string.Empty);
        if (role.Length == 0 || services.Iam is not { } identities || integration.Type is not ("AWS" or "AWS_PROXY"))
        {
            yield break;
        }

        // What a service other than Lambda is asked for, and on which resource, only that service can tell: there the
        // role's trust is the gateway's to check, and its permissions are the service's.
        var isFunction = FunctionTarget.TryParse(uri, context.Scope, out var function)
            || FunctionTarget.TryParseStreaming(uri, context.Scope, out function);
        yield return isFunction
            ? new RoleStep(identities, role, InvokeFunction, function.Arn, SourceArn(path, verb))
            : new RoleStep(identities, role, action: null, uri, SourceArn(path, verb));
    }

    private string SourceArn(string path, string verb) =>
        $"arn:aws:execute-api:{context.Scope.Region}:{context.Scope.Account}:{context.ApiId}/{context.Stage.StageName}/"
        + $"{verb}{path}";
}
