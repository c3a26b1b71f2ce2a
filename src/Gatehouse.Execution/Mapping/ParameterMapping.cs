using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Mapping;

internal enum ParameterTarget
{
    Header = 0,
    Query = 1,
    Path = 2,
}

/// <summary>One entry of <c>integration.requestParameters</c>.</summary>
internal sealed record MappedParameter(ParameterTarget Target, string Name, ValueExpression Source);

/// <summary>
/// The compiled <c>integration.requestParameters</c> (sheet §5.4). An absent source leaves its target out.
/// </summary>
internal sealed class ParameterMapping(IReadOnlyList<MappedParameter> parameters)
{
    public static readonly ParameterMapping Empty = new([]);

    private readonly MappedParameter[] _parameters = [.. parameters];

    public bool IsEmpty => _parameters.Length == 0;

    public bool ReadsBody => Array.Exists(_parameters, static p => p.Source.ReadsBody);

    public bool HasQuery => Array.Exists(_parameters, static p => p.Target == ParameterTarget.Query);

    public ReadOnlySpan<MappedParameter> Parameters => _parameters;

    /// <exception cref="MappingException">A body source met a body that is not JSON.</exception>
    public void Apply(in MappingScope scope, BackendRequest request)
    {
        foreach (var parameter in _parameters)
        {
            var values = parameter.Source.Read(scope);
            if (StringValues.IsNullOrEmpty(values))
            {
                continue;
            }

            switch (parameter.Target)
            {
                case ParameterTarget.Header:
                    request.SetHeader(parameter.Name, values);
                    break;
                case ParameterTarget.Query:
                    request.SetQuery(parameter.Name, values);
                    break;
                case ParameterTarget.Path:
                    request.Path[parameter.Name] = values.ToString();
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }
}
