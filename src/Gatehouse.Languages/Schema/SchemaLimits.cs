namespace Gatehouse.Languages.Schema;

/// <summary>Bounds on schemas and on what validating a body may cost.</summary>
public static class SchemaLimits
{
    /// <summary>Longest schema text.</summary>
    /// <value>409,600 bytes: the 400 KB that API Gateway allows a model (rest-control-plane §2.18).</value>
    public const int SchemaBytes = 400 * 1024;

    /// <summary>Deepest nesting inside a schema's text.</summary>
    /// <value>192 levels; ours. A schema spends two to three levels for each level of a body.</value>
    public const int SchemaDepth = 192;

    /// <summary>Subschemas that one compiler makes, over all the models it is asked for.</summary>
    /// <value>200,000; ours. 300 models of 400 KB hold fewer that mean something.</value>
    public const int Subschemas = 200_000;

    /// <summary>Names that one object schema keeps track of while a body is read (required, dependencies).</summary>
    /// <value>4,096; ours: 512 bytes of stack for each nested object.</value>
    public const int TrackedNames = 4_096;

    /// <summary>Subschemas that apply to one and the same value, nested in each other by allOf and its kin.</summary>
    /// <value>128; ours, so that a body's depth times this fits a thread's stack.</value>
    public const int SameValueNesting = 128;

    /// <summary>
    /// Steps of one validation beyond one for each byte of the body: tokens read, subschemas tried, values compared.
    /// </summary>
    /// <value>
    /// 1,000,000; ours, about a tenth of a second. Combinators over recursive schemas multiply with each level of a
    /// body; an ordinary schema takes one step per token, and no token is shorter than a byte.
    /// </value>
    public const int Steps = 1_000_000;

    /// <summary>Errors that are reported for one body.</summary>
    /// <value>100; ours. The rest is counted by nobody.</value>
    public const int Errors = 100;

    /// <summary>Characters of a value shown in an error text; the rest is cut.</summary>
    /// <value>1,024; ours. The text reaches logs and gateway responses.</value>
    public const int ShownValueLength = 1_024;

    /// <summary>Longest regular expression.</summary>
    /// <value>10,000 characters; ours, far above what schemas hold.</value>
    public const int PatternLength = 10_000;

    /// <summary>Longest time one match of a pattern may take, when the pattern needs the backtracking engine.</summary>
    /// <value>
    /// 500 ms; ours. The validator runs on a request's thread; but the limit is one of the clock, and a busy machine
    /// may leave an innocent match waiting.
    /// </value>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(500);
}
