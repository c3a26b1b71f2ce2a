namespace Gatehouse.Wire.Contracts;

/// <summary>Values by text.</summary>
public sealed class MapShape : Shape
{
    internal MapShape(
        string name,
        Shape key,
        Shape value,
        string keyName = "key",
        string valueName = "value",
        bool isSensitive = false)
        : base(name, ShapeKind.Map, isSensitive, isStreaming: false)
    {
        Key = key;
        Value = value;
        KeyName = keyName;
        ValueName = valueName;
    }

    /// <summary>What each key is: a string or an enum.</summary>
    public Shape Key { get; }

    /// <summary>What each value is.</summary>
    public Shape Value { get; }

    /// <summary>The tag of a key in XML and query bodies.</summary>
    public string KeyName { get; }

    /// <summary>The tag of a value in XML and query bodies.</summary>
    public string ValueName { get; }
}
