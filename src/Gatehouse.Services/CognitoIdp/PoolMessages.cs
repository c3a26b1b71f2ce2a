using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>Sends codes to users: what is said comes from the pool's templates, where it goes from the user.</summary>
internal sealed class PoolMessages(IUserPoolOutbox outbox, TimeProvider time)
{
    private const string Placeholder = "{####}";
    private const string UsernamePlaceholder = "{username}";
    private const int Remembered = 100_000;

    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Since)> _sent = new(StringComparer.Ordinal);

    /// <summary>What an answer tells of a message: the masked address.</summary>
    public static JsonObject Delivery(string attribute, string destination) => new()
    {
        ["Destination"] = attribute == "email" ? UserPoolNames.MaskEmail(destination) : UserPoolNames.MaskPhone(destination),
        ["DeliveryMedium"] = attribute == "email" ? "EMAIL" : "SMS",
        ["AttributeName"] = attribute,
    };

    /// <exception cref="Wire.Faults.ServiceFaultException">LimitExceededException: the user got too many.</exception>
    public void Count(UserPoolDocument pool, string username)
    {
        var now = time.GetUtcNow();
        if (_sent.Count >= Remembered)
        {
            foreach (var (key, value) in _sent)
            {
                if (now - value.Since >= TimeSpan.FromHours(1))
                {
                    _sent.TryRemove(key, out _);
                }
            }
        }

        var sent = _sent.AddOrUpdate(
            $"{pool.Id}/{username}",
            static (_, at) => (1, at),
            static (_, old, at) => at - old.Since >= TimeSpan.FromHours(1) ? (1, at) : (old.Count + 1, old.Since),
            now);
        if (sent.Count > UserPoolLimits.MessagesPerHour)
        {
            throw CognitoFaults.TooMany();
        }
    }

    public ValueTask SendCodeAsync(
        OpenedPool pool, PoolUserDocument user, string purpose, string attribute, string destination, string code,
        CancellationToken cancellationToken)
    {
        var settings = pool.Value.Settings;
        var template = settings["VerificationMessageTemplate"] as JsonObject;
        var isEmail = attribute == "email";
        var text = (isEmail
                ? template?["EmailMessage"] ?? settings["EmailVerificationMessage"]
                : template?["SmsMessage"] ?? settings["SmsVerificationMessage"])?.GetValue<string>()
            ?? (isEmail ? "Your verification code is {####}." : "Your verification code is {####}. ");
        var subject = isEmail
            ? (template?["EmailSubject"] ?? settings["EmailVerificationSubject"])?.GetValue<string>() ?? "Your verification code"
            : null;
        return SendAsync(pool, user, purpose, attribute, destination, subject, text, code, cancellationToken);
    }

    public ValueTask SendInvitationAsync(
        OpenedPool pool, PoolUserDocument user, string attribute, string destination, string password,
        CancellationToken cancellationToken)
    {
        var template = pool.Value.Settings["AdminCreateUserConfig"]?["InviteMessageTemplate"] as JsonObject;
        var isEmail = attribute == "email";
        var text = template?[isEmail ? "EmailMessage" : "SMSMessage"]?.GetValue<string>()
            ?? "Your username is {username} and temporary password is {####}.";
        var subject = isEmail ? template?["EmailSubject"]?.GetValue<string>() ?? "Your temporary password" : null;
        return SendAsync(pool, user, "AdminCreateUser", attribute, destination, subject, text, password, cancellationToken);
    }

    private ValueTask SendAsync(
        OpenedPool pool, PoolUserDocument user, string purpose, string attribute, string destination, string? subject,
        string text, string code, CancellationToken cancellationToken) =>
        outbox.SendAsync(
            new UserPoolMessage(
                pool.Scope, pool.Value.Id, user.Username, attribute == "email" ? "EMAIL" : "SMS", destination, purpose, subject,
                text.Replace(UsernamePlaceholder, user.Username, StringComparison.Ordinal)
                    .Replace(Placeholder, code, StringComparison.Ordinal)),
            cancellationToken);
}
