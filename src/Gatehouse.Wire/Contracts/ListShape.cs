namespace Gatehouse.Wire.Contracts;

/// <summary>Values in order.</summary>
public sealed class ListShape : Shape
{
    internal ListShape(string name, Shape element, string elementName = "member", bool isSensitive = false)
        : base(name, ShapeKind.List, isSensitive, isStreaming: false)
    {
        Element = element;
        ElementName = elementName;
    }

    /// <summary>What each value is.</summary>
    public Shape Element { get; }

    /// <summary>
    /// The tag of each value in XML and query bodies, unless the member that holds the list is flattened.
    /// </summary>
    public string ElementName { get; }
}
