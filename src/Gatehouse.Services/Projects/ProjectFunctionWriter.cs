using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Projects;

/// <summary>Deploys a project's functions in place, with the permission of the project's own APIs to call them.</summary>
internal sealed class ProjectFunctionWriter(IDocumentStore store, IIdSource ids, TimeProvider time, DocumentScope scope)
{
    private const string Role = "arn:aws:iam::000000000000:role/gatehouse-run";

    public async ValueTask WriteAsync(
        DocumentBatch batch, ImmutableArray<ProjectFunction> functions, ImmutableArray<string> apis,
        ImmutableArray<string>.Builder changes, CancellationToken cancellationToken)
    {
        foreach (var function in functions)
        {
            var stored = await store.FindAsync<FunctionDocument>(scope, function.Name, cancellationToken);
            if (stored?.Value.Code.CodeSha256 == function.Fingerprint && stored.Value.Handler == function.Handler)
            {
                continue;
            }

            changes.Add(stored is null ? $"+ function {function.Name}" : $"~ function {function.Name}");
            batch.Upsert(function.Name, DocumentOf(function));
            batch.Upsert(function.Name, PolicyOf(function.Name, apis));
        }
    }

    private FunctionDocument DocumentOf(ProjectFunction function) => new()
    {
        FunctionName = function.Name,
        FunctionArn = new FunctionName(scope.Account, scope.Region, function.Name, null).Arn,
        Runtime = function.Runtime,
        Handler = function.Handler,
        Role = Role,
        Timeout = function.Timeout,
        MemorySize = function.MemorySize,
        Environment = function.Environment,
        Code = new FunctionCode { CodeSha256 = function.Fingerprint, LocalFolder = function.Folder },
        LastModified = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
        RevisionId = ids.Uuid(),
    };

    /// <summary>The project's own APIs may call its functions; nothing else may.</summary>
    private FunctionPolicyDocument PolicyOf(string function, ImmutableArray<string> apis) => new()
    {
        RevisionId = ids.Uuid(),
        Statements =
        [
            new FunctionPolicyStatement(
                "gatehouse-run",
                $$"""
                {"Sid":"gatehouse-run","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},
                 "Action":"lambda:InvokeFunction",
                 "Resource":"arn:aws:lambda:{{scope.Region}}:{{scope.Account}}:function:{{function}}",
                 "Condition":{"ArnLike":{"AWS:SourceArn":[{{string.Join(',', apis.Select(SourceArn))}}]} } }
                """),
        ],
    };

    private string SourceArn(string apiId) => $"\"arn:aws:execute-api:{scope.Region}:{scope.Account}:{apiId}/*\"";
}
