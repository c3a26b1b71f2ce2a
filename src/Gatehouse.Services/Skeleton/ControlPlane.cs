using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Principals;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Authorization;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.Protocols;
using Gatehouse.Wire.Protocols.RestJson;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// The one door of all AWS-compatible services. Every call walks the same list: find, read, authenticate, authorize,
/// decode, operate, encode, record.
/// </summary>
/// <remarks>
/// Authentication and authorization come before decoding because AWS refuses in that order (rest-control-plane §1.7):
/// who
/// may not call learns nothing about the input's faults.
/// </remarks>
public sealed class ControlPlane
{
    private static readonly RestJsonCodec PlainCodec = new(WireDialect.Plain);

    private readonly ServiceFinder _finder;
    private readonly IRequestAuthenticator _authenticator;
    private readonly IOperationAuthorizer _authorizer;
    private readonly IdentityDirectory? _identity;
    private readonly ICallRecorder _recorder;
    private readonly IIdSource _ids;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, bool> _missing = new(StringComparer.Ordinal);

    public ControlPlane(ControlPlaneOptions options)
        : this(options, ServiceRegistry.Create(options))
    {
    }

    internal ControlPlane(ControlPlaneOptions options, ImmutableArray<AwsService> services)
    {
        Services = services;
        _finder = new ServiceFinder(services);
        _authenticator = options.Authenticator;
        _authorizer = options.Authorizer;
        _identity = options.Identity?.Directory;
        _recorder = options.Recorder ?? new LogCallRecorder(options.Loggers.CreateLogger<LogCallRecorder>());
        _ids = options.Ids;
        _time = options.Time;
        _logger = options.Loggers.CreateLogger<ControlPlane>();
    }

    internal ImmutableArray<AwsService> Services { get; }

    /// <summary>
    /// Answers a request that is not for the data plane. Returns to the caller's thread nothing that blocks.
    /// </summary>
    public async Task HandleAsync(HttpContext context)
    {
        var call = new CallInProgress(ControlRequest.Of(context), _ids.Uuid(), _time.GetUtcNow(), _time.GetTimestamp());
        var answer = await AnswerAsync(context, call);
        await RecordAsync(context, call, answer);
        await AnswerWriter.WriteAsync(context, call, answer, _ids);
    }

    private async Task<EncodedAnswer> AnswerAsync(HttpContext context, CallInProgress call)
    {
        var cancellationToken = context.RequestAborted;
        try
        {
            var (service, match) = Find(call);
            var request = await ReadAsync(context, call, service, match, cancellationToken);
            match ??= service.IsQuery ? service.MatchForm(request) : null;
            call.Found(service, match?.Operation.Name);
            call.Caller = await AuthenticateAsync(service, match, request, cancellationToken);
            if (match is null)
            {
                throw service.UnknownOperation();
            }

            call.Question = new AuthorizationQuestion(call.Caller, service.Contract, match, request)
            {
                SourceAddress = context.Connection.RemoteIpAddress,
                IsSecure = context.Request.IsHttps,
                Input = Peek(service, match, request),
                Directory = _identity,
            };
            if (!service.UnsignedOperations.Contains(match.Operation.Name))
            {
                await _authorizer.AuthorizeAsync(call.Question, cancellationToken);
            }

            var operation = Built(service, match.Operation);
            var input = Decode(service, match, request);
            var output = await OperateAsync(operation, input, call, cancellationToken);
            call.Stream = output.Stream;
            var answer = service.Codec.Encode(
                match.Operation, output.Members, output.Payload, output.Status, call.RequestId);
            return service.Form is { } form ? form(request, match, answer) : answer;
        }
        catch (ServiceFaultException fault)
        {
            return EncodeFault(call, fault);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw; // The caller has gone; there is nobody to answer.
        }
        catch (IOException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The caller has gone.", exception, cancellationToken);
        }
        catch (BadHttpRequestException)
        {
            throw; // A body that breaks HTTP's own rules: the server answers and closes.
        }
        catch (Exception exception)
        {
            _logger.OperationFailed(exception, call.ServiceName, call.OperationName, call.RequestId);
            return EncodeFault(call, new ServiceFaultException("InternalFailure", 500, "Internal server error"));
        }
    }

    /// <summary>Some operations are proved by what they carry, and nobody signs them.</summary>
    private ValueTask<CallerIdentity> AuthenticateAsync(
        AwsService service, OperationMatch? match, ControlRequest request, CancellationToken cancellationToken) =>
        match is not null && service.UnsignedOperations.Contains(match.Operation.Name)
            ? new(new CallerIdentity(new DocumentScope(AwsAccount.Default, AwsRegion.Default), "", "")
            {
                Principal = Principal.Anonymous,
            })
            : _authenticator.AuthenticateAsync(request, service.Contract.SigningName, cancellationToken);

    private (AwsService Service, OperationMatch? Match) Find(CallInProgress call)
    {
        if (_finder.Find(call.Request, out var unserved) is not { } service)
        {
            call.ServiceName = unserved;
            throw ServiceFinder.NotServed(unserved);
        }

        var match = service.Match(call.Request);
        call.Found(service, match?.Operation.Name);
        return (service, match);
    }

    private static async ValueTask<ControlRequest> ReadAsync(
        HttpContext context,
        CallInProgress call,
        AwsService service,
        OperationMatch? match,
        CancellationToken cancellationToken)
    {
        var limit = match is null ? SkeletonLimits.BodyBytes : service.BodyLimit(match.Operation.Name);
        var body = await RequestBody.ReadAsync(context, limit, call.OperationName, cancellationToken);

        // From the server's IO thread to the pool: Kestrel schedules inline here, and operations may take their time.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return call.Request.With(body);
    }

    /// <summary>The operation, or 501 with its name when nobody has built it.</summary>
    private IOperation Built(AwsService service, OperationContract operation)
    {
        if (service.Operations.TryGetValue(operation.Name, out var built))
        {
            return built;
        }

        var name = $"{service.Id}:{operation.Name}";
        if (_missing.TryAdd(name, true))
        {
            _logger.OperationMissing(service.Id, operation.Name);
        }

        throw new ServiceFaultException("NotImplemented", 501, $"Gatehouse does not implement {name} yet.");
    }

    /// <summary>The input for whoever decides about the call, before it counts whether the input is sound.</summary>
    private JsonObject Peek(AwsService service, OperationMatch match, ControlRequest request)
    {
        try
        {
            return _authorizer is RootAuthorizer ? [] : Decode(service, match, request, isChecked: false).Members;
        }
        catch (ServiceFaultException)
        {
            return []; // refused for good when the caller is known to be allowed to hear why
        }
    }

    private static OperationInput Decode(AwsService service, OperationMatch match, ControlRequest request, bool isChecked = true)
    {
        var decoded = service.Codec.Decode(match.Operation, new ProtocolRequest
        {
            Labels = match.Labels,
            RawQuery = request.RawQuery,
            Headers = request.Headers,
            Body = request.Body,
        });
        if (isChecked)
        {
            service.Constraints.Run(match.Operation, decoded.Members, decoded.Payload);
        }

        return new OperationInput(decoded.Members, decoded.Payload) { FreeQuery = decoded.FreeQuery };
    }

    /// <summary>Runs the operation again when another writer was first; what it read is stale then.</summary>
    private async ValueTask<OperationOutput> OperateAsync(
        IOperation operation, OperationInput input, CallInProgress progress, CancellationToken cancellationToken)
    {
        var caller = progress.Caller!;
        var call = new OperationCall
        {
            Scope = caller.Scope,
            Input = input,
            RequestId = progress.RequestId,
            CallerArn = caller.Arn,
            Caller = caller.Principal,
            Session = caller.Session,
            IsUnverified = caller.IsUnverified,
            Conditions = progress.Service!.Id == "sts" ? ControlContext.Of(progress.Question!, _time) : null,
            AccessKeyId = caller.AccessKeyId,
            UserAgent = progress.Request.FindHeader("User-Agent"),
            EndpointUrl = progress.Request.EndpointUrl,
        };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await operation.ExecuteAsync(call, cancellationToken);
            }
            catch (DocumentConflictException) when (attempt < SkeletonLimits.ConflictAttempts)
            {
                // Read again and decide again.
            }
            catch (DocumentConflictException)
            {
                throw new ServiceFaultException(
                    "ConflictException",
                    409,
                    "Unable to complete operation due to concurrent modification. Please try again later.");
            }
        }
    }

    private static EncodedAnswer EncodeFault(CallInProgress call, ServiceFaultException fault)
    {
        call.ErrorCode = fault.Code;
        return (call.Service?.Codec ?? PlainCodec).EncodeFault(fault, call.RequestId);
    }

    /// <summary>What was done is recorded also when its caller has gone meanwhile.</summary>
    private ValueTask RecordAsync(HttpContext context, CallInProgress call, EncodedAnswer answer) =>
        _recorder.RecordAsync(
            new CallRecord(
                call.RequestId,
                call.ServiceName,
                call.OperationName,
                call.Caller,
                answer.Status,
                call.ErrorCode,
                call.Started,
                _time.GetElapsedTime(call.StartedTimestamp),
                context.Connection.RemoteIpAddress?.ToString(),
                call.Request.FindHeader("User-Agent")),
            CancellationToken.None);
}
