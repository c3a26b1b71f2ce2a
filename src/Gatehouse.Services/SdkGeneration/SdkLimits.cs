namespace Gatehouse.Services.SdkGeneration;

/// <summary>Bounds on the generation of one SDK; ours, since AWS documents none.</summary>
internal static class SdkLimits
{
    /// <summary>How deep a model's schema is followed; what lies deeper is any value.</summary>
    /// <value>32 levels.</value>
    public const int MaxSchemaDepth = 32;

    /// <summary>Classes that the models of one API may become; further inline objects are maps.</summary>
    /// <value>20,000: ten times the largest API that the default quotas admit.</value>
    public const int MaxModels = 20_000;

    /// <summary>Characters of a description that reach a comment.</summary>
    /// <value>4,000.</value>
    public const int MaxDescriptionLength = 4_000;

    /// <summary>Characters of a configuration property.</summary>
    /// <value>200, and 20,000 for a licence's text.</value>
    public const int MaxSettingLength = 200;

    public const int MaxLicenseLength = 20_000;

    /// <summary>Iterations of one loop of a template: every operation and every model of an API.</summary>
    public const int MaxForeachIterations = 100_000;

    /// <summary>Steps of one rendering: about a thousand for each operation of a large API.</summary>
    public const int MaxSteps = 100_000_000;

    /// <summary>Bytes of one generated file.</summary>
    /// <value>64 MiB.</value>
    public const int MaxFileBytes = 64 * 1024 * 1024;

    /// <summary>Bytes of all generated files before they are packed.</summary>
    /// <value>256 MiB.</value>
    public const long MaxPackageBytes = 256L * 1024 * 1024;

    /// <summary>Generations that run at once: each may take a core for a second.</summary>
    /// <value>2; others wait.</value>
    public const int MaxConcurrentGenerations = 2;

    /// <summary>Bytes of a template in the operator's folder.</summary>
    /// <value>1 MiB for a verbatim file; a rendered one is bounded by the language (300 KB).</value>
    public const int MaxTemplateBytes = 1024 * 1024;
}
