using Gatehouse.Identity.Signatures;
using Gatehouse.Model.Arns;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Server.Composition;

/// <summary>Chooses whom the control plane believes (design, "Trust").</summary>
internal static class Authentication
{
    public static IRequestAuthenticator Create(ServerOptions options, TimeProvider time) => Trust.IsVerified(options)
        ? new SignatureAuthenticator(
            new RootCredentials(options.RootAccessKeyId!, options.RootSecretAccessKey!, AwsAccount.Default), time)
        : new LoopbackAuthenticator();
}
