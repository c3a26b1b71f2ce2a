namespace Gatehouse.Model.ExternalServices;

/// <summary>Where a load balancer behind a VPC link really is.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">1 to 65,535; <see langword="null"/> takes the port of the integration's URI.</param>
public sealed record NetworkTarget(string Host, int? Port);
