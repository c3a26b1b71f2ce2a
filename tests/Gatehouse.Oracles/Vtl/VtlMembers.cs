namespace Gatehouse.Oracles.Vtl;

/// <summary>
/// Properties, indexes and methods by the kind of their owner: those of rest-execution §6.2 and what else templates in the
/// field call. Letters in braces are arguments: Int, Text, Any, Regex, rePlacement, Collection, Map, Bool, Key, Number.
/// </summary>
internal static class VtlMembers
{
    private static readonly (string Form, VtlKind Result)[] OfText =
    [
        (".length()", VtlKind.Whole), (".substring({I})", VtlKind.Text), (".substring({I}, {I})", VtlKind.Text),
        (".indexOf({T})", VtlKind.Whole), (".indexOf({T}, {I})", VtlKind.Whole), (".lastIndexOf({T})", VtlKind.Whole),
        (".lastIndexOf({T},{I})", VtlKind.Whole), (".contains({T})", VtlKind.Flag), (".startsWith({T})", VtlKind.Flag),
        (".startsWith({T}, {I})", VtlKind.Flag), (".endsWith({T})", VtlKind.Flag), (".equals({A})", VtlKind.Flag),
        (".equalsIgnoreCase({T})", VtlKind.Flag), (".matches({R})", VtlKind.Flag),
        (".replace({T}, {T})", VtlKind.Text), (".replaceAll({R}, {P})", VtlKind.Text),
        (".replaceFirst({R}, {P})", VtlKind.Text), (".split({R})", VtlKind.List), (".split({R}, {I})", VtlKind.List),
        (".trim()", VtlKind.Text), (".toLowerCase()", VtlKind.Text), (".toUpperCase()", VtlKind.Text),
        (".concat({T})", VtlKind.Text), (".charAt({I})", VtlKind.Any), (".isEmpty()", VtlKind.Flag),
        (".toString()", VtlKind.Text), (".hashCode()", VtlKind.Whole), (".compareTo({T})", VtlKind.Whole),
        (".compareToIgnoreCase({T})", VtlKind.Whole), (".regionMatches({I}, {T}, {I}, {I})", VtlKind.Flag),
        (".regionMatches({B}, {I}, {T}, {I}, {I})", VtlKind.Flag), (".empty", VtlKind.Flag), (".length", VtlKind.Any),
        (".codePointAt({I})", VtlKind.Whole), (".contentEquals({T})", VtlKind.Flag), (".intern()", VtlKind.Text),
        (".subSequence({I}, {I})", VtlKind.Text),
    ];

    private static readonly (string Form, VtlKind Result)[] OfList =
    [
        (".size()", VtlKind.Whole), (".get({I})", VtlKind.Any), (".set({I}, {A})", VtlKind.Any),
        (".add({A})", VtlKind.Flag), (".add({I}, {A})", VtlKind.Any), (".addAll({C})", VtlKind.Flag),
        (".addAll({I}, {C})", VtlKind.Flag), (".remove({I})", VtlKind.Any), (".remove({T})", VtlKind.Any),
        (".contains({A})", VtlKind.Flag), (".containsAll({C})", VtlKind.Flag), (".indexOf({A})", VtlKind.Whole),
        (".lastIndexOf({A})", VtlKind.Whole), (".isEmpty()", VtlKind.Flag), (".subList({I}, {I})", VtlKind.List),
        (".iterator().hasNext()", VtlKind.Flag), (".iterator().next()", VtlKind.Any), (".toString()", VtlKind.Text),
        (".equals({A})", VtlKind.Flag), (".clear()", VtlKind.Any), (".removeAll({C})", VtlKind.Flag),
        (".retainAll({C})", VtlKind.Flag), (".empty", VtlKind.Flag), ("[{I}]", VtlKind.Any), ("[{I}]", VtlKind.Any),
        (".length", VtlKind.Any), (".size", VtlKind.Any),
    ];

    private static readonly (string Form, VtlKind Result)[] OfMap =
    [
        (".get({K})", VtlKind.Any), (".put({K}, {A})", VtlKind.Any), (".putAll({M})", VtlKind.Any),
        (".containsKey({K})", VtlKind.Flag), (".containsValue({A})", VtlKind.Flag), (".keySet()", VtlKind.List),
        (".values()", VtlKind.List), (".entrySet()", VtlKind.List), (".size()", VtlKind.Whole),
        (".isEmpty()", VtlKind.Flag), (".remove({K})", VtlKind.Any), (".k", VtlKind.Text), (".n", VtlKind.Whole),
        (".nul", VtlKind.Any), (".zip", VtlKind.Any), (".empty", VtlKind.Any), ("[{K}]", VtlKind.Any),
        (".a", VtlKind.Any), (".getOrDefault({K}, {A})", VtlKind.Any), (".putIfAbsent({K}, {A})", VtlKind.Any),
        (".toString()", VtlKind.Text), (".equals({A})", VtlKind.Flag), (".clear()", VtlKind.Any),
    ];

    private static readonly (string Form, VtlKind Result)[] OfNumber =
    [
        (".intValue()", VtlKind.Whole), (".longValue()", VtlKind.Whole), (".doubleValue()", VtlKind.Fraction),
        (".toString()", VtlKind.Text), (".compareTo({N})", VtlKind.Whole), (".equals({A})", VtlKind.Flag),
        (".hashCode()", VtlKind.Whole), (".naN", VtlKind.Any), (".infinite", VtlKind.Any),
    ];

    private static readonly (string Form, VtlKind Result)[] OfFlag =
    [
        (".toString()", VtlKind.Text), (".equals({A})", VtlKind.Flag), (".compareTo({B})", VtlKind.Whole),
        (".booleanValue()", VtlKind.Flag), (".hashCode()", VtlKind.Whole),
    ];

    private static readonly (string Form, VtlKind Result)[] OfAny =
    [
        (".toString()", VtlKind.Text), (".equals({A})", VtlKind.Flag), (".zip", VtlKind.Any), (".key", VtlKind.Any),
        (".value", VtlKind.Any), (".getKey()", VtlKind.Any), (".getValue()", VtlKind.Any), (".foo()", VtlKind.Any),
        ("[{I}]", VtlKind.Any), ("[{A}]", VtlKind.Any), (".length()", VtlKind.Whole), (".size()", VtlKind.Whole),
        (".isEmpty()", VtlKind.Flag), (".get({A})", VtlKind.Any), (".foo({A}, {A})", VtlKind.Any),
    ];

    public static (string Form, VtlKind Result)[] Of(VtlKind kind) => kind switch
    {
        VtlKind.Text => OfText,
        VtlKind.List => OfList,
        VtlKind.Map => OfMap,
        VtlKind.Whole or VtlKind.Fraction => OfNumber,
        VtlKind.Flag => OfFlag,
        _ => OfAny,
    };
}
