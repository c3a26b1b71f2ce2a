namespace Gatehouse.Languages.Schema;

/// <summary>What came of validating a body.</summary>
public sealed class SchemaVerdict
{
    /// <summary>The text for a body that is no JSON, and for none at all (sheet §4.2).</summary>
    public const string UnreadableBody = "Unknown error parsing request body";

    public static readonly SchemaVerdict Valid = new([]);

    public static readonly SchemaVerdict Unreadable = new([UnreadableBody]);

    /// <summary>Validating would take more than <see cref="SchemaLimits"/> allows. The words are ours.</summary>
    public static readonly SchemaVerdict TooExpensive = new(["Request body is too complex to be validated"]);

    internal SchemaVerdict(IReadOnlyList<string> errors) => Errors = errors;

    public bool IsValid => Errors.Count == 0;

    /// <summary>In the validator's order.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary><c>[msg, msg]</c>, as <c>$context.error.validationErrorString</c> shows it.</summary>
    public string ErrorString => $"[{string.Join(", ", Errors)}]";
}
