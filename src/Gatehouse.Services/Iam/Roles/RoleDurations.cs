using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Iam.Roles;

internal static class RoleDurations
{
    public static int? Read(OperationInput input)
    {
        var seconds = input.FindInteger("MaxSessionDuration");
        return seconds switch
        {
            < IdentityLimits.MinMaxSessionSeconds => throw Refusal(seconds.Value, "greater than or equal to 3600"),
            > IdentityLimits.MaxSessionSeconds => throw Refusal(seconds.Value, "less than or equal to 43200"),
            _ => seconds,
        };
    }

    private static ServiceFaultException Refusal(int seconds, string bound) => IamRoom.Invalid(
        $"1 validation error detected: Value '{seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must "
        + $"have value {bound}");
}
