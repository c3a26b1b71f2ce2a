using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// <c>x-amazon-apigateway-request-validators</c> and the names that refer to them (rest-control-plane §4.5).
/// </summary>
internal sealed class ValidatorImport
{
    private const string Reference = "x-amazon-apigateway-request-validator";

    private readonly ImportContext _context;
    private readonly SortedDictionary<string, RequestValidatorDocument> _validators = new(StringComparer.Ordinal);

    public ValidatorImport(ImportContext context, ImmutableArray<RequestValidatorDocument> existing, bool keepsExisting)
    {
        _context = context;
        var former = existing.GroupBy(static validator => validator.Name, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.First().Id, StringComparer.Ordinal);
        foreach (var validator in keepsExisting ? existing : [])
        {
            _validators[validator.Name] = validator;
        }

        foreach (var (name, validator) in context.Document["x-amazon-apigateway-request-validators"].Members)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                context.Error(validator.Pointer, "Request Validator name cannot be blank");
                continue;
            }

            _validators[name] = new RequestValidatorDocument
            {
                Id = former.GetValueOrDefault(name) ?? context.NewPartId(),
                Name = name,
                ValidateRequestBody = validator["validateRequestBody"].Flag() ?? false,
                ValidateRequestParameters = validator["validateRequestParameters"].Flag() ?? false,
            };
        }
    }

    public ImmutableArray<RequestValidatorDocument> ToDocuments() => [.. _validators.Values];

    /// <summary>The operation's own validator, else the root's; an empty name means none.</summary>
    public string? IdFor(NodeView operation)
    {
        var named = operation[Reference].Exists ? operation[Reference] : _context.Document[Reference];
        if (!named.Exists || named.StrictText is "")
        {
            return null;
        }

        var name = named.Quoted;
        if (_validators.TryGetValue(name, out var validator))
        {
            return validator.Id;
        }

        // Left out, the method would take what its author wanted refused.
        _context.Error(named.Pointer, $"Request validator '{name}' is not defined");
        return null;
    }
}
