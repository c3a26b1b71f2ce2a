using System.Collections.Immutable;
using System.Text;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;
using Gatehouse.Services.SdkGeneration.Rendering;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>
/// One SDK type: how its language spells names, types, texts and comments. The programs themselves are templates, in
/// the folder that is named as the type.
/// </summary>
internal abstract class SdkLanguage
{
    /// <summary>The <c>sdkType</c> of GetSdk, and the folder of the templates.</summary>
    public abstract string Id { get; }

    public abstract string FriendlyName { get; }

    public virtual string Description => string.Empty;

    public virtual ImmutableArray<SdkSetting> Settings => [];

    /// <summary>Words that no name of a method, parameter or member may be.</summary>
    public abstract IEnumerable<string> ReservedWords { get; }

    /// <summary>Types that the templates use, which no model may hide.</summary>
    public virtual IEnumerable<string> ReservedTypes => [];

    /// <summary>Classes of this very SDK, whose names come of the API's or the caller's words.</summary>
    public virtual IEnumerable<string> ClientTypes(SdkApi api, SdkSettings settings) => [];

    /// <summary>Members that every model has.</summary>
    public virtual IEnumerable<string> ReservedMembers => [];

    /// <summary>Names that methods of the client must leave free.</summary>
    public virtual IEnumerable<string> ReservedOperations => [];

    /// <summary>Names that the templates use beside an operation's parameters.</summary>
    public virtual IEnumerable<string> ReservedParameters => [];

    /// <summary>Objects about which nothing is said are classes without members; otherwise they are maps.</summary>
    public virtual bool HasOpenModels => false;

    /// <summary>The text as a string literal, quotes included. Nothing in it may end the literal.</summary>
    public abstract string Quote(string text);

    /// <summary>The text's lines, none of which may end a comment or a documentation of this language.</summary>
    public virtual IEnumerable<string> CommentLines(string text) => Escapes.Lines(text);

    /// <summary>The method's name, before it is made unique.</summary>
    public abstract string OperationName(SdkOperation operation);

    /// <summary>A second name of the method; given only where nothing else has it.</summary>
    public virtual string? Alias(SdkOperation operation) => null;

    public virtual string ParameterName(IReadOnlyCollection<string> words) => Words.Camel(words);

    public virtual string MemberName(IReadOnlyCollection<string> words) => Words.Camel(words);

    public virtual string ModelName(IReadOnlyCollection<string> words, SdkSettings settings) => Words.Pascal(words);

    /// <summary>How a reserved word is spelt where it has to be a name.</summary>
    public virtual string Escape(string name) => name + "_";

    /// <summary>The parameter that holds a request's body.</summary>
    public virtual string BodyName(SdkBody body) => "body";

    /// <summary>What stands before a model's class where it is used; nothing where it is declared.</summary>
    public virtual string ModelQualifier => string.Empty;

    /// <param name="type">The type.</param>
    /// <param name="className">The class of a model.</param>
    public abstract string TypeName(SdkType type, Func<SdkModel, string> className);

    /// <summary>
    /// An expression of the language that turns parsed JSON into the type; for languages that need one.
    /// </summary>
    public virtual string Decode(SdkType type, string value, Func<SdkModel, string> className) => value;

    /// <summary>Adds what only this language's templates ask for.</summary>
    public virtual void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
    }

    /// <summary>Literals in double quotes with the escapes that most languages share.</summary>
    protected static string QuoteAsC(string text, Func<Rune, string> code, Func<Rune, string?>? more = null) =>
        '"' + Escapes.Quote(
            text,
            rune => rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => more?.Invoke(rune),
            },
            code) + '"';
}
