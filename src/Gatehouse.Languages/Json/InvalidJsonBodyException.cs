namespace Gatehouse.Languages.Json;

/// <summary>
/// The body that a template or path wanted to read is not JSON. On the request side this is the caller's fault: 400
/// with
/// <see cref="Exception.Message"/> as the message; on the response side it is a failed transformation: 500
/// (rest-execution §6.3).
/// </summary>
public sealed class InvalidJsonBodyException(string detail, Exception? cause = null)
    : Exception($"Could not parse request body into json: {detail}", cause)
{
    /// <summary>What is wrong with the body, in the words of AWS's parser, without the leading sentence.</summary>
    public string Detail { get; } = detail;
}
