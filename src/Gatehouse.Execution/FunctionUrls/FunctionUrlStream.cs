using System.Buffers;
using System.IO.Pipelines;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Model.Functions;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>
/// The answer of a URL with RESPONSE_STREAM, passed on while the function writes it (deployment-and-tools §6.2). Status
/// and headers come first when the function says so by its content type; otherwise all bytes are the body of a 200.
/// </summary>
internal sealed class FunctionUrlStream(FunctionUrlRequest request, FunctionStream stream)
{
    private const string WithMetadata = "application/vnd.awslambda.http-integration-response";
    private const string Bytes = "application/octet-stream";

    private static readonly FunctionUrlFault BadMetadata =
        FunctionUrlFault.Failed("The answer does not begin with metadata and eight NULs");

    private readonly HttpResponse _response = request.Http.Response;
    private readonly CancellationToken _aborted = request.Http.RequestAborted;

    /// <summary>Bytes of the body that went out.</summary>
    public long Length { get; private set; }

    /// <param name="faultOf">What an end that is no success answers.</param>
    /// <returns>A fault, before the response has started or in the middle of it.</returns>
    public async ValueTask<FunctionUrlFault?> CopyAsync(Func<FunctionResult, FunctionUrlFault?> faultOf)
    {
        await stream.Began.WaitAsync(_aborted);
        var type = await stream.ContentType;
        if (stream.Ended.IsCompleted && faultOf(await stream.Ended) is { } early)
        {
            return early;
        }

        if (IsWithMetadata(type))
        {
            if (await ReadMetadataAsync(faultOf) is { } fault)
            {
                return fault;
            }
        }
        else
        {
            FunctionUrlAnswers.WriteHead(request, StatusCodes.Status200OK);
            _response.ContentType = type is not null && HeaderText.IsValue(type) ? type : Bytes; // the latter unconfirmed
            request.Url.Cors?.AddToAnswer(request.Http);
        }

        return await CopyBodyAsync(faultOf);
    }

    private static bool IsWithMetadata(string? type) =>
        type is not null && type.AsSpan().TrimStart().StartsWith(WithMetadata, StringComparison.OrdinalIgnoreCase);

    private async ValueTask<FunctionUrlFault?> ReadMetadataAsync(Func<FunctionResult, FunctionUrlFault?> faultOf)
    {
        while (true)
        {
            var read = await stream.Body.ReadAsync(_aborted);
            var window = FunctionPrelude.Window(read.Buffer);
            var end = FunctionPrelude.Find(window);
            if (end >= 0)
            {
                var response = FunctionResponse.TryReadPrelude(window[..end], out var reason);
                stream.Body.AdvanceTo(read.Buffer.GetPosition(end + FunctionPrelude.DelimiterBytes));
                if (response is null)
                {
                    return FunctionUrlFault.Failed(reason!);
                }

                WriteHead(response);
                return null;
            }

            var isHopeless = FunctionPrelude.IsHopeless(window);
            stream.Body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return faultOf(await stream.Ended) ?? BadMetadata;
            }

            if (isHopeless)
            {
                return BadMetadata;
            }
        }
    }

    private void WriteHead(FunctionResponse response)
    {
        FunctionUrlAnswers.WriteHead(request, response.Status);
        foreach (var (name, values) in response.Headers)
        {
            foreach (var value in values)
            {
                if (!Http.Integrations.BackendHeaders.EndHere(name))
                {
                    FunctionUrlAnswers.Add(request, name, HeaderText.ForWire(value!));
                }
            }
        }

        if (_response.Headers.ContentType.Count == 0 && response.Status is not (204 or 304))
        {
            _response.ContentType = Bytes;
        }

        request.Url.Cors?.AddToAnswer(request.Http);
    }

    private async ValueTask<FunctionUrlFault?> CopyBodyAsync(Func<FunctionResult, FunctionUrlFault?> faultOf)
    {
        if (HttpMethods.IsHead(request.Verb) || _response.StatusCode is 204 or 205 or 304)
        {
            return null; // the function goes on; nobody can be told what it says
        }

        var output = _response.BodyWriter;
        var isFirst = true;
        while (true)
        {
            var read = await stream.Body.ReadAsync(_aborted);
            if (isFirst && read is { IsCompleted: true, Buffer.IsEmpty: true } && faultOf(await stream.Ended) is { } unanswered)
            {
                return unanswered; // nothing has gone out yet
            }

            isFirst = false;
            Write(output, read.Buffer);
            stream.Body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return faultOf(await stream.Ended);
            }

            if ((await output.FlushAsync(_aborted)).IsCompleted)
            {
                throw new OperationCanceledException("The client has gone.", _aborted);
            }
        }
    }

    private void Write(PipeWriter output, in ReadOnlySequence<byte> bytes)
    {
        Length += bytes.Length;
        foreach (var piece in bytes)
        {
            output.Write(piece.Span);
        }
    }
}
