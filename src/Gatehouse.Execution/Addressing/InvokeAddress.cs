using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.Addressing;

/// <summary>Which API and stage a request is for, as slices of what arrived (sheet §1.1). Nothing is copied.</summary>
internal readonly ref struct InvokeAddress
{
    public required ReadOnlySpan<char> ApiId { get; init; }

    /// <summary>Empty when the path has no segment for it.</summary>
    public required ReadOnlySpan<char> Stage { get; init; }

    /// <summary>Index in the target where the path after the stage begins: a slash, or <see cref="PathEnd"/>.</summary>
    public required int ResourceStart { get; init; }

    /// <summary>Index in the target of the question mark, or its length.</summary>
    public required int PathEnd { get; init; }

    /// <summary>
    /// Index in the target of the first character of the path (0, or after the authority in absolute form).
    /// </summary>
    public required int PathStart { get; init; }

    /// <summary>
    /// The address is in the path (<c>/_aws/execute-api/...</c>), so the client's path holds more than the stage's.
    /// </summary>
    public required bool IsPathForm { get; init; }

    /// <summary>
    /// On a custom domain the mapping's path, empty for the one that takes the rest; <see langword="null"/> elsewhere.
    /// </summary>
    public string? BasePath { get; init; }

    /// <summary>
    /// Index in the target where the API's own path begins: the slash before the stage. HTTP APIs look there for a stage's
    /// name, and take the whole path when there is none (http-api §6.2).
    /// </summary>
    public int ApiPathStart { get; init; }

    /// <summary>The address names the stage by its form, or a mapping does: it is not looked for in the path.</summary>
    public bool IsStageGiven { get; init; }

    /// <summary>The certificate that the client showed to a domain with mutual TLS, found good.</summary>
    public ClientCertificate? ClientCertificate { get; init; }

    /// <summary>The same address, reached by who showed this certificate.</summary>
    public InvokeAddress Of(ClientCertificate? certificate) => new()
    {
        ApiId = ApiId,
        Stage = Stage,
        ResourceStart = ResourceStart,
        PathStart = PathStart,
        PathEnd = PathEnd,
        IsPathForm = IsPathForm,
        BasePath = BasePath,
        ApiPathStart = ApiPathStart,
        IsStageGiven = IsStageGiven,
        ClientCertificate = certificate,
    };

    /// <summary>The same address with the resource's path beginning elsewhere.</summary>
    public InvokeAddress From(int resourceStart) => new()
    {
        ApiId = ApiId,
        Stage = Stage,
        ResourceStart = resourceStart,
        PathStart = PathStart,
        PathEnd = PathEnd,
        IsPathForm = IsPathForm,
        BasePath = BasePath,
        ApiPathStart = ApiPathStart,
        IsStageGiven = IsStageGiven,
        ClientCertificate = ClientCertificate,
    };
}
