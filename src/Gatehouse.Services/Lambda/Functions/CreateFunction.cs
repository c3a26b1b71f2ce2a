using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Layers;
using Gatehouse.Services.Lambda.Tags;
using Gatehouse.Services.Lambda.Versions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class CreateFunction(FunctionStore store, CodeUpload upload, VersionPublisher publisher) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var name = FunctionReference.Read(call) with { Qualifier = null };
        if (name.Name.Length > 64)
        {
            throw LambdaFaults.Constraint(
                name.Name, "functionName", "Member must have length less than or equal to 64");
        }

        if (input.FindString("PackageType") is "Image")
        {
            throw LambdaFaults.InvalidParameter("PackageType Image is not supported by this server; use Zip.");
        }

        if (input.FindString("Runtime") is null)
        {
            throw LambdaFaults.InvalidParameter(
                "Runtime is mandatory if you are creating a function with code provided as a ZIP archive.");
        }

        if (input.FindString("Handler") is null)
        {
            throw LambdaFaults.InvalidParameter(
                "Handler is mandatory if you are creating a function with code provided as a ZIP archive.");
        }

        if (await store.Documents.FindAsync<FunctionDocument>(call.Scope, name.Name, cancellationToken) is not null)
        {
            throw LambdaFaults.FunctionExists(name.Name);
        }

        var function = FunctionSettings.Apply(
            new FunctionDocument
            {
                FunctionName = name.Name,
                FunctionArn = new FunctionName(call.Scope.Account, call.Scope.Region, name.Name, null).Arn,
                Runtime = input.RequiredString("Runtime"),
                Role = input.RequiredString("Role"),
                Code = new FunctionCode { CodeSha256 = "" },
                LastModified = store.Now(),
                RevisionId = store.NewRevisionId(),
                Architectures = ReadArchitectures(input) ?? ["x86_64"],
                Tags = FunctionTags.Check(Texts(input.Members["Tags"] as JsonObject)),
            },
            input);
        function = function with
        {
            Layers = await LayerAttachment.ReadAsync(store, call, null, cancellationToken),
            Code = await upload.StoreAsync(input.Members["Code"]?["ZipFile"]?.GetValue<string>(), cancellationToken),
        };
        var batch = new DocumentBatch(call.Scope);
        FunctionDocument? version = null;
        if (input.FindBoolean("Publish") == true)
        {
            (version, function) = await publisher.AddAsync(batch, function, description: null, cancellationToken);
        }

        await store.Documents.CommitAsync(batch.Create(name.Name, function), cancellationToken);
        return OperationOutput.Of(FunctionShape.Configuration(version ?? function, version?.Version));
    }

    /// <summary>The host's own processor runs the function whatever is asked for, so this is recorded only.</summary>
    internal static ImmutableArray<string>? ReadArchitectures(OperationInput input) =>
        input.Members["Architectures"] is JsonArray { Count: > 0 } given
            ? [.. given.Select(static name => name!.GetValue<string>())]
            : null;

    internal static ImmutableSortedDictionary<string, string>? Texts(JsonObject? map) =>
        map?.ToImmutableSortedDictionary(
        static pair => pair.Key, static pair => pair.Value?.GetValue<string>() ?? "", StringComparer.Ordinal);
}
