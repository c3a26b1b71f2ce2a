using System.Text.RegularExpressions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Aliases;

internal sealed partial class CreateAlias(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenLatestAsync(call, cancellationToken);
        var alias = call.Input.RequiredString("Name");
        if (!NamePattern().IsMatch(alias))
        {
            throw LambdaFaults.Constraint(
                alias, "name", "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }

        var id = $"{name.Name}/{alias}";
        if (await store.Documents.FindAsync<AliasDocument>(call.Scope, id, cancellationToken) is not null)
        {
            throw LambdaFaults.Conflict($"Alias already exists: {AliasShape.ArnOf(call, name.Name, alias)}");
        }

        var document = new AliasDocument
        {
            Name = alias,
            FunctionVersion = call.Input.RequiredString("FunctionVersion"),
            Description = call.Input.FindString("Description") ?? "",
            RevisionId = store.NewRevisionId(),
            AdditionalWeights = AliasRouting.Read(call.Input),
        };
        await AliasRouting.CheckAsync(store, call, name, document, cancellationToken);
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Expect(function).Create(id, document), cancellationToken);
        return OperationOutput.Of(AliasShape.Of(call, name.Name, document));
    }

    [GeneratedRegex("^(?![0-9]+$)[a-zA-Z0-9-_]{1,128}$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NamePattern();
}
