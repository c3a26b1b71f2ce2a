using System.Collections.Frozen;
using System.Text;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.HttpApis;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>What ImportApi and ReimportApi share (http-api §4): reading the body, asking the issuers, importing.</summary>
internal sealed class ApiImports(IIdSource ids, ApiV2Quotas quotas, IIssuerProbe? issuers)
{
    private readonly HttpApiImporter _importer = new(ids, quotas);

    /// <param name="input">The call's document and options.</param>
    /// <param name="existing">The API to fill.</param>
    /// <param name="scope">The API's account and region.</param>
    /// <param name="cancellationToken">Ends the wait for issuers.</param>
    /// <exception cref="Wire.Faults.ServiceFaultException">BadRequestException; nothing was changed.</exception>
    public async ValueTask<ApiV2Definition> ReadAsync(
        OperationInput input, ApiV2Definition existing, DocumentScope scope, CancellationToken cancellationToken)
    {
        var basePath = BasePath(input.FindString("Basepath"));
        OpenApiDocumentText text;
        try
        {
            text = OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(input.RequiredString("Body")));
        }
        catch (DocumentTextException)
        {
            throw OpenApiFaults.InvalidInput();
        }

        var unreachable = await AskAsync(HttpSecurityImport.Issuers(text.Root), cancellationToken);
        return _importer.Import(text.Root, basePath, existing, scope, unreachable)
            .OrThrow(input.FindBoolean("FailOnWarnings") ?? false);
    }

    private static BasePathMode BasePath(string? mode) => mode?.ToUpperInvariant() switch
    {
        null or "" or "IGNORE" => BasePathMode.Ignore,
        "PREPEND" => BasePathMode.Prepend,
        "SPLIT" => BasePathMode.Split,
        _ => throw ApiGatewayV2Faults.BadRequest(
            $"Invalid basepath mode: {mode}. Must be one of [ignore, prepend, split]"),
    };

    /// <summary>All at once: each may take as long as a discovery may take.</summary>
    private async ValueTask<IReadOnlySet<string>> AskAsync(
        IReadOnlyList<string> named, CancellationToken cancellationToken)
    {
        if (issuers is null || named.Count == 0 || named.Count > quotas.AuthorizersPerApi)
        {
            return FrozenSet<string>.Empty; // too many of them are refused by the import
        }

        var answers = await Task.WhenAll(
            named.Select(issuer => issuers.AnswersAsync(issuer, cancellationToken).AsTask()));
        return named.Where((_, index) => !answers[index]).ToFrozenSet(StringComparer.Ordinal);
    }
}
