namespace Gatehouse.Wire.SigV4;

/// <summary>The second line of the canonical request (security §1.3).</summary>
internal static class CanonicalPath
{
    public static void Write(ref PooledUtf8 output, ReadOnlySpan<char> rawPath, PathForm form)
    {
        if (rawPath.IsEmpty)
        {
            output.Append((byte)'/');
            return;
        }

        if (form == PathForm.NormalizedAndEncodedTwice)
        {
            WriteNormalized(ref output, rawPath);
            return;
        }

        var isFirst = true;
        foreach (var range in rawPath.Split('/'))
        {
            if (!isFirst)
            {
                output.Append((byte)'/');
            }

            isFirst = false;
            if (form == PathForm.EncodedOnce)
            {
                output.AppendReescaped(rawPath[range]);
            }
            else
            {
                output.AppendEscaped(rawPath[range]);
            }
        }
    }

    /// <summary>Whether normalising changes the path, so that a verifier need not try both forms.</summary>
    public static bool IsNormal(ReadOnlySpan<char> rawPath) =>
        !rawPath.IsEmpty && rawPath[0] == '/' && !rawPath.Contains("//", StringComparison.Ordinal)
        && !rawPath.Contains("/./", StringComparison.Ordinal) && !rawPath.Contains("/../", StringComparison.Ordinal)
        && !rawPath.EndsWith("/.", StringComparison.Ordinal) && !rawPath.EndsWith("/..", StringComparison.Ordinal);

    /// <summary>
    /// RFC 3986 §5.2.4, and runs of slashes become one; a slash at the end stays when anything stands before it.
    /// </summary>
    private static void WriteNormalized(ref PooledUtf8 output, ReadOnlySpan<char> rawPath)
    {
        var start = output.Length;
        foreach (var range in rawPath.Split('/'))
        {
            var segment = rawPath[range];
            if (segment is "" or ".")
            {
                continue;
            }

            if (segment is "..")
            {
                var parent = output.Written[start..].LastIndexOf((byte)'/');
                output.Truncate(start + Math.Max(parent, 0));
                continue;
            }

            output.Append((byte)'/');
            output.AppendEscaped(segment);
        }

        if (output.Length == start || rawPath[^1] == '/')
        {
            output.Append((byte)'/');
        }
    }
}
