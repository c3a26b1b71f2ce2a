using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Mapping;

/// <summary>The finished answers of a response in which nothing depends on the request.</summary>
internal sealed class PreparedAnswers
{
    private readonly TemplateSet _templates;
    private readonly KeyValuePair<TemplateEntry, MethodAnswer>[] _byTemplate;
    private readonly MethodAnswer _bare;

    public PreparedAnswers(ResponsePlan plan)
    {
        _templates = plan.Templates;
        _bare = plan.MakeConstant(null);
        _byTemplate = new KeyValuePair<TemplateEntry, MethodAnswer>[_templates.Entries.Length];
        for (var i = 0; i < _byTemplate.Length; i++)
        {
            var entry = _templates.Entries[i];
            _byTemplate[i] = new(entry, plan.MakeConstant(entry));
        }
    }

    public MethodAnswer Select(StringValues accept)
    {
        var selected = _templates.SelectForResponse(MediaType.FirstOfAccept(accept));
        foreach (var (entry, answer) in _byTemplate)
        {
            if (ReferenceEquals(entry, selected))
            {
                return answer;
            }
        }

        return _bare;
    }
}
