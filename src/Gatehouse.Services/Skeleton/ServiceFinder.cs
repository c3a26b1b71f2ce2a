using System.Collections.Immutable;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// Finds the service of a request, in the order of design "Surface": <c>X-Amz-Target</c>, the credential scope's
/// service,
/// the query API's <c>Action</c>, the path. A target of a service that is not served is refused rather than guessed at.
/// </summary>
internal sealed class ServiceFinder(ImmutableArray<AwsService> services)
{
    private const string Form = "application/x-www-form-urlencoded";

    /// <param name="request">The head of the request.</param>
    /// <param name="unserved">What the request asks for when nobody here serves it.</param>
    /// <returns><see langword="null"/> when no service of this server is meant.</returns>
    public AwsService? Find(ControlRequest request, out string unserved)
    {
        unserved = "";
        if (request.FindHeader("X-Amz-Target") is { } target)
        {
            unserved = target;
            var prefix = target[..Math.Max(0, target.LastIndexOf('.'))];
            return prefix.Length == 0
                ? null
                : services.FirstOrDefault(service => service.Contract.TargetPrefix == prefix);
        }

        if (SignatureCarrier.TryRead(request.ToSigning(), out var carrier, out _))
        {
            unserved = carrier.Credential.Service;
            var signed = services.Where(service => service.Contract.SigningName == carrier.Credential.Service).ToList();
            return signed.Find(service => service.OwnsPath(request.RawPath)) ?? signed.FirstOrDefault();
        }

        if (request.RawQuery.StartsWith("Action=", StringComparison.Ordinal)
            || request.RawQuery.Contains("&Action=", StringComparison.Ordinal))
        {
            unserved = "the query API";
            return services.FirstOrDefault(service =>
                service.IsQuery
                && request.RawQuery.Contains($"Version={service.Contract.ApiVersion}", StringComparison.Ordinal));
        }

        if (request is { Method: "POST", RawPath: "/" }
            && request.FindHeader("Content-Type")?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) == true
            && services.FirstOrDefault(static service => service.IsQuery && service.UnsignedOperations.Count > 0) is { } unsigned)
        {
            return unsigned; // an unsigned form: only a service with unsigned operations can mean it
        }

        return services.FirstOrDefault(
            service => service.OwnsPath(request.RawPath) && service.Match(request) is not null) ?? services[0];
    }

    /// <summary>
    /// Names what is missing, so that nobody takes the silence of a stub for an answer (design §6.9).
    /// </summary>
    public static ServiceFaultException NotServed(string what) =>
        new("UnknownOperationException", 404, $"Gatehouse does not serve {what}.");
}
