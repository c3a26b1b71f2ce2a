using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>
/// The steps of keys, plans and rates of one method, in AWS's order (sheet §3 step 7, §10.1).
/// </summary>
internal sealed class ThrottlingCompiler(StageContext context, ThrottlingServices throttling)
{
    private static readonly MethodSetting Defaults = new();

    private string ApiStage { get; } = $"{context.ApiId}/{context.Stage.StageName}";

    public IEnumerable<IRestStep> Compile(string path, string verb, MethodDocument method, MethodRate? rate)
    {
        if (method.ApiKeyRequired)
        {
            yield return new ApiKeyStep( // INVALID_API_KEY
                throttling.Keys, throttling.Rates.Number(context.Scope), ApiStage,
                isFromAuthorizer: context.Definition.Api.ApiKeySource == "AUTHORIZER");
            yield return new UsagePlanStep( // THROTTLED, QUOTA_EXCEEDED
                ApiStage, NameOf(path, verb), throttling.Logger);
        }

        yield return new RateStep(throttling.Rates.Account(context.Scope), rate); // THROTTLED
    }

    /// <summary>
    /// What AWS fills in beside any other patched setting is the account's own default: it limits nothing that the
    /// account does not, and must not where an operator raised the account's limit.
    /// </summary>
    public MethodRate? RateOf(string path, string verb, MethodSetting? setting)
    {
        if (setting is null
            || (setting.ThrottlingBurstLimit == Defaults.ThrottlingBurstLimit
                && setting.ThrottlingRateLimit.Equals(Defaults.ThrottlingRateLimit))
            || Rate.Of(setting.ThrottlingRateLimit, setting.ThrottlingBurstLimit) is not { } rate)
        {
            return null;
        }

        var address = new MethodAddress(context.Scope, ApiStage, NameOf(path, verb));
        return new MethodRate(throttling.Rates.Method(address), rate);
    }

    /// <summary>As plans name methods: <c>/pets/GET</c>, and <c>//GET</c> for the root.</summary>
    private static string NameOf(string path, string verb) => $"{path}/{verb}";
}
