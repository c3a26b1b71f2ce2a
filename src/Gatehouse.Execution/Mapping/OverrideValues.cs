using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl.Objects;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Mapping;

/// <summary>Applies what templates overrode, once they have finished (sheet §6.6).</summary>
internal static class OverrideValues
{
    public static void ApplyTo(BackendRequest request, TemplateOverrides overrides)
    {
        foreach (var (name, value) in overrides.RequestHeaders.Entries)
        {
            request.SetHeader(JavaText.Of(name), Texts(value));
        }

        foreach (var (name, value) in overrides.RequestQueryString.Entries)
        {
            request.SetQuery(JavaText.Of(name), Texts(value));
        }

        foreach (var (name, value) in overrides.RequestPath.Entries)
        {
            request.OverridePath(JavaText.Of(name), Texts(value).ToString());
        }
    }

    /// <summary>Honoured only as an integer that can end an exchange; anything else is ignored.</summary>
    public static int? Status(TemplateOverrides overrides)
    {
        var status = overrides.ResponseStatus switch
        {
            int number => number,
            long number => number,
            _ => 0,
        };
        return status is >= 200 and <= 599 ? (int)status : null;
    }

    /// <summary>A list is several values of one header or query parameter.</summary>
    public static StringValues Texts(object? value) => value switch
    {
        null => StringValues.Empty,
        string text => text,
        JsonList list => new StringValues([.. list.Select(static item => JavaText.Of(item))]),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => JavaText.Of(value),
    };
}
