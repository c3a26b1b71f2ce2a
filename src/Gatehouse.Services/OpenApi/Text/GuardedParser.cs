using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>
/// The YAML parser with one kind of exception: on some malformed texts it throws InvalidOperationException (a quoted
/// scalar that does not end) or ArgumentException (a tag that is no URI), which are the caller's fault like any other.
/// </summary>
internal sealed class GuardedParser(string text) : IParser
{
    private readonly Parser _parser = new(new StringReader(text));

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception exception) when (exception is not YamlException)
        {
            var (start, end) = Current is { } last ? (last.Start, last.End) : (Mark.Empty, Mark.Empty);
            throw new YamlException(start, end, "The text after this place is not valid YAML.", exception);
        }
    }
}
