namespace Gatehouse.Wire.Contracts;

/// <summary>A value without parts: text, bytes, a number, a flag, an instant or a document.</summary>
public sealed class SimpleShape : Shape
{
    internal SimpleShape(
        string name,
        ShapeKind kind,
        TimestampFormat timestampFormat = TimestampFormat.ProtocolDefault,
        bool isSensitive = false,
        bool isStreaming = false)
        : base(name, kind, isSensitive, isStreaming)
    {
        TimestampFormat = timestampFormat;
    }

    /// <summary>How to write the instant, for <see cref="ShapeKind.Timestamp"/>; otherwise the default.</summary>
    public TimestampFormat TimestampFormat { get; }
}
