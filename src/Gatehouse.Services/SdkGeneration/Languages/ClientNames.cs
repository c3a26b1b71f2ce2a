using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>The class name that an API's own name makes: <c>SimpleCalc</c> of "simple-calc".</summary>
internal static class ClientNames
{
    public static string Of(SdkApi api)
    {
        var name = Words.Pascal(Words.Split(api.Name));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "Api" + name : name;
    }
}
