namespace Gatehouse.Languages.JsonPath;

/// <summary>How a path answered.</summary>
public enum JsonPathResultKind
{
    /// <summary>A definite path that leads nowhere in this document.</summary>
    Missing = 0,

    /// <summary>The value at a path that can lead to one place only.</summary>
    Definite = 1,

    /// <summary>
    /// All matches of a path that can lead to many places: always a list, even for one match or none.
    /// </summary>
    Indefinite = 2,
}
