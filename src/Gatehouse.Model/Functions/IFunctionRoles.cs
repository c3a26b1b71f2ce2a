namespace Gatehouse.Model.Functions;

/// <summary>Gives functions the sessions of their execution roles.</summary>
public interface IFunctionRoles
{
    /// <returns><see langword="null"/> when this server has no such role, or the role does not trust Lambda.</returns>
    FunctionSession? Open(in FunctionName function, string roleArn);
}

/// <summary>A session of an execution role. Its text form shows the public half only.</summary>
public sealed record FunctionSession(
    string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expires)
{
    public override string ToString() => AccessKeyId;
}
