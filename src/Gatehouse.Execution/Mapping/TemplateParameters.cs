using Gatehouse.Execution.Rest;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// What <c>$input.params()</c> sees: single, last values (sheet §6.3). A search by name builds no map.
/// </summary>
internal sealed class TemplateParameters(RestCall call) : ITemplateParameters
{
    public JsonMap Path
    {
        get
        {
            var map = new JsonMap(call.Path.Count);
            for (var i = 0; i < call.Path.Count; i++)
            {
                map.Put(call.Path.Names[i], call.Path.ValueAt(i));
            }

            return map;
        }
    }

    public JsonMap QueryString
    {
        get
        {
            var pairs = call.Request.Query.Pairs;
            var map = new JsonMap(pairs.Count);
            foreach (var (name, value) in pairs)
            {
                map.Put(name, value);
            }

            return map;
        }
    }

    public JsonMap Header
    {
        get
        {
            var entries = call.Request.Headers.Entries;
            var map = new JsonMap(entries.Count);
            foreach (var (name, values) in entries)
            {
                map.Put(name, values[^1]);
            }

            return map;
        }
    }

    public string? Find(string name)
    {
        if ((call.Path.Find(name) ?? call.Request.Query.FindLast(name)) is { } found)
        {
            return found;
        }

        var header = call.Request.Headers.Find(name);
        return header.Count == 0 ? null : header[^1];
    }
}
