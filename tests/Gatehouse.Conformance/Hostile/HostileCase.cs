namespace Gatehouse.Conformance.Hostile;

/// <summary>One row of the table of hostile requests.</summary>
/// <param name="Name">Unique; what the request tries.</param>
/// <param name="Bytes">What goes over the socket, as ISO 8859-1. <c>{{host}}</c> and <c>{{api}}</c> are filled in.</param>
/// <param name="Status">Statuses that may come, separated by bars; <c>close</c>: no answer, the connection ends.</param>
internal sealed record HostileCase(string Name, string Bytes, string Status)
{
    /// <summary>Pieces that the one request the backend gets must hold; <see langword="null"/>: it gets none.</summary>
    public string[]? Sees { get; init; }

    /// <summary>Pieces that nothing the backend gets may hold.</summary>
    public string[] Lacks { get; init; } = [];

    /// <summary>The body of the answer, byte for byte.</summary>
    public string? Body { get; init; }

    /// <summary>Pieces that the head of the answer must not hold.</summary>
    public string[] AnswerLacks { get; init; } = [];

    /// <summary>A piece that the head of the answer must hold.</summary>
    public string? AnswerHolds { get; init; }

    /// <summary>The framing is in doubt: the connection must not serve another request.</summary>
    public bool Closes { get; init; }

    public static string Get(string target, params string[] headers) => Request("GET", target, "", headers);

    public static string Post(string target, string body, params string[] headers) => Request(
        "POST", target, body,
        [.. headers, "Content-Length: " + body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    public static string Json(string target, string body, params string[] headers) =>
        Post(target, body, [.. headers, "Content-Type: application/json"]);

    /// <summary>A request with exactly these header lines after its Host.</summary>
    public static string Request(string verb, string target, string body, params string[] headers) =>
        $"{verb} {target} HTTP/1.1\r\nHost: {{{{host}}}}\r\n"
        + string.Concat(headers.Select(static header => header + "\r\n")) + "\r\n" + body;
}
