using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.Arns;

namespace Gatehouse.Identity.Policies;

/// <summary>Reads <c>Principal</c> and <c>NotPrincipal</c> (security §2.4). No wildcard but the lone star.</summary>
internal static class PrincipalCompiler
{
    private const int AccountDigits = 12;
    private const int UniqueIdChars = 21;

    /// <param name="element">The member's value.</param>
    /// <param name="isNegated"><c>NotPrincipal</c>.</param>
    /// <param name="invalid">The name that is none, as <c>"AWS":"…"</c>; <see langword="null"/> when the form is
    /// wrong.</param>
    public static PrincipalPlan Compile(JsonElement element, bool isNegated, out string? invalid)
    {
        invalid = null;
        if (element.ValueKind == JsonValueKind.String)
        {
            if (element.ValueEquals("*"))
            {
                return new PrincipalPlan { IsEveryone = true, IsNegated = isNegated };
            }

            invalid = $"\"AWS\":\"{element.GetString()}\"";
            return PrincipalPlan.NotUnderstood;
        }

        return element.ValueKind == JsonValueKind.Object
            ? CompileMap(element, isNegated, out invalid)
            : PrincipalPlan.NotUnderstood;
    }

    private static PrincipalPlan CompileMap(JsonElement element, bool isNegated, out string? invalid)
    {
        invalid = null;
        var (everyone, hasAny) = (false, false);
        var names = new Names();
        foreach (var kind in element.EnumerateObject())
        {
            if (PolicyText.ReadList(kind.Value) is not { IsEmpty: false } values)
            {
                return PrincipalPlan.NotUnderstood;
            }

            foreach (var value in values)
            {
                hasAny = true;
                if (kind.Name == "AWS" && value == "*")
                {
                    everyone = true;
                }
                else if (!names.TryAdd(kind.Name, value))
                {
                    invalid = $"\"{kind.Name}\":\"{value}\"";
                    return PrincipalPlan.NotUnderstood;
                }
            }
        }

        return hasAny ? names.Build(everyone, isNegated) : PrincipalPlan.NotUnderstood;
    }

    private sealed class Names
    {
        private readonly ImmutableArray<string>.Builder _accounts = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder _arns = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder _ids = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder _services = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<string>.Builder _providers = ImmutableArray.CreateBuilder<string>();

        public bool TryAdd(string kind, string value)
        {
            if (value.Length == 0 || value.AsSpan().IndexOfAny('*', '?') >= 0)
            {
                return false;
            }

            switch (kind)
            {
                case "AWS":
                    return TryAddAws(value);
                case "Service":
                    _services.Add(value);
                    return true;
                case "Federated":
                    _providers.Add(value);
                    return true;
                case "CanonicalUser":
                    return true; // Amazon S3's own; no caller here is one
                default:
                    return false;
            }
        }

        public PrincipalPlan Build(bool isEveryone, bool isNegated) => new()
        {
            IsEveryone = isEveryone,
            IsNegated = isNegated,
            Accounts = _accounts.ToImmutable(),
            Arns = _arns.ToImmutable(),
            UniqueIds = _ids.ToImmutable(),
            Services = _services.ToImmutable(),
            Providers = _providers.ToImmutable(),
        };

        private bool TryAddAws(string value)
        {
            if (IsAccount(value))
            {
                _accounts.Add(value);
                return true;
            }

            if (value.Length == UniqueIdChars
                && (value.StartsWith("AIDA", StringComparison.Ordinal) || value.StartsWith("AROA", StringComparison.Ordinal)))
            {
                _ids.Add(value);
                return true;
            }

            if (!Arn.TryParse(value, out var arn) || arn.Region.Length > 0 || !IsAccount(arn.Account))
            {
                return false;
            }

            if (arn is { Service: "iam", Resource: "root" })
            {
                _accounts.Add(arn.Account);
                return true;
            }

            var slash = arn.Resource.IndexOf('/', StringComparison.Ordinal);
            var isNamed = slash > 0 && slash < arn.Resource.Length - 1 && (arn.Service, arn.Resource[..slash]) is
                ("iam", "user" or "role") or ("sts", "assumed-role" or "federated-user");
            if (isNamed)
            {
                _arns.Add(value);
            }

            return isNamed;
        }

        private static bool IsAccount(string value) => value.Length == AccountDigits && value.All(char.IsAsciiDigit);
    }
}
