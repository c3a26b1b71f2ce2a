using Gatehouse.Languages.Schema;

namespace Gatehouse.Execution.Validation;

/// <summary>
/// A model as requests meet it. One that cannot be compiled, because a reference leads nowhere or the model is gone,
/// lets no body pass (sheet §4.2).
/// </summary>
internal sealed class RequestModel
{
    private readonly JsonSchemaProgram? _program;

    public RequestModel(JsonSchemaProgram program) => _program = program;

    public RequestModel(string problem) => Problem = problem;

    /// <summary>Why no body passes.</summary>
    public string? Problem { get; }

    public SchemaVerdict Judge(ReadOnlyMemory<byte> body) =>
        _program is null || body.IsEmpty ? SchemaVerdict.Unreadable : _program.Validate(body);
}
