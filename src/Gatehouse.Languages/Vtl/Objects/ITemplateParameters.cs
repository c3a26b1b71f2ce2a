using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Objects;

/// <summary>The parameters of a request, as maps of names to single (last) values. Made when a template asks.</summary>
public interface ITemplateParameters
{
    JsonMap Path { get; }

    JsonMap QueryString { get; }

    JsonMap Header { get; }

    /// <summary><c>$input.params(name)</c>: path, then query string, then header; null when there is none.</summary>
    string? Find(string name) => (Path[name] ?? QueryString[name] ?? Header[name]) as string;
}
