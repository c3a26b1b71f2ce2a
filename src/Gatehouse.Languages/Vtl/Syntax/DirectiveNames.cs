namespace Gatehouse.Languages.Vtl.Syntax;

/// <summary>The directives of Velocity 1.7.</summary>
internal static class DirectiveNames
{
    public const string Foreach = "foreach";
    public const string Macro = "macro";
    public const string Define = "define";
    public const string Evaluate = "evaluate";
    public const string Break = "break";
    public const string Stop = "stop";
    public const string LiteralBlock = "literal";
    public const string Include = "include";
    public const string Parse = "parse";

    /// <summary>A directive with a name of its own in Velocity's list; the others are part of its grammar.</summary>
    public static bool IsKnown(string name) =>
        name is Foreach or Macro or Define or Evaluate or Break or Stop or LiteralBlock or Include or Parse;

    /// <summary>A directive that is part of the grammar.</summary>
    public static bool IsBuiltIn(string name) => name is "if" or "end" or "set" or "else" or "elseif";

    public static bool HasBlock(string name) => name is Foreach or Macro or Define or LiteralBlock;
}
