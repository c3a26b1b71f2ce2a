using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Compilation;

/// <summary>What compiled integrations work with at run time.</summary>
internal sealed record IntegrationServices(
    IFunctionInvoker Functions,
    IFunctionAccess FunctionAccess,
    IIdSource Ids,
    UpstreamClient Upstream,
    TimeProvider Time);
