using System.Collections.Immutable;

namespace Gatehouse.Identity.Signatures;

/// <summary>What the addressed service accepts.</summary>
public sealed record SignatureExpectation
{
    /// <summary>The signing name, such as <c>apigateway</c> or <c>execute-api</c>.</summary>
    public required string Service { get; init; }

    /// <value>Regions that are served; empty (the default) for every well-formed one.</value>
    public ImmutableArray<string> Regions { get; init; } = [];

    public FaultDialect Dialect { get; init; } = FaultDialect.RestJson;

    /// <summary>
    /// Accepts <c>UNSIGNED-PAYLOAD</c>: Amazon S3 over TLS, and operations modelled without a signed body.
    /// </summary>
    public bool AllowsUnsignedPayload { get; init; }

    internal TimeSpan Skew => Dialect == FaultDialect.Query || Wire.SigV4.PathForms.IsEncodedOnce(Service)
        ? SignatureLimits.QuerySkew
        : SignatureLimits.JsonSkew;
}
