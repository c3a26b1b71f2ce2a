using System.Buffers;

namespace Gatehouse.Wire.SigV4;

/// <summary>The third line of the canonical request (security §1.3).</summary>
internal static class CanonicalQuery
{
    /// <param name="output">Where to.</param>
    /// <param name="rawQuery">Without its question mark.</param>
    /// <param name="leavesOutSignature">A presigned request's own signature is not part of what it signs.</param>
    public static void Write(ref PooledUtf8 output, ReadOnlySpan<char> rawQuery, bool leavesOutSignature)
    {
        if (rawQuery.IsEmpty)
        {
            return;
        }

        var rented = ArrayPool<Pair>.Shared.Rent(rawQuery.Count('&') + 1);
        var text = new PooledUtf8(rawQuery.Length * 2);
        try
        {
            var pairs = rented.AsSpan(0, Encode(ref text, rawQuery, leavesOutSignature, rented));
            pairs.Sort(new PairComparer(text.Buffer));
            for (var i = 0; i < pairs.Length; i++)
            {
                if (i > 0)
                {
                    output.Append((byte)'&');
                }

                output.Append(text.Written.Slice(pairs[i].Start, pairs[i].NameLength));
                output.Append((byte)'=');
                output.Append(text.Written.Slice(pairs[i].Start + pairs[i].NameLength, pairs[i].ValueLength));
            }
        }
        finally
        {
            text.Dispose();
            ArrayPool<Pair>.Shared.Return(rented);
        }
    }

    private static int Encode(
        ref PooledUtf8 text, ReadOnlySpan<char> rawQuery, bool leavesOutSignature, Span<Pair> pairs)
    {
        var count = 0;
        foreach (var range in rawQuery.Split('&'))
        {
            var parameter = rawQuery[range];
            var equals = parameter.IndexOf('=');
            var start = text.Length;

            // A plus is a plus: signers encode a space as %20, and one that leaves a plus as it is has signed a plus.
            text.AppendReescaped(equals < 0 ? parameter : parameter[..equals]);
            var nameLength = text.Length - start;
            if (leavesOutSignature && text.Written[start..].SequenceEqual("X-Amz-Signature"u8))
            {
                text.Truncate(start);
                continue;
            }

            text.AppendReescaped(equals < 0 ? [] : parameter[(equals + 1)..]);
            pairs[count++] = new Pair(start, nameLength, text.Length - start - nameLength);
        }

        return count;
    }

    private readonly record struct Pair(int Start, int NameLength, int ValueLength);

    /// <summary>By encoded name, then by encoded value, byte by byte: upper case before lower case.</summary>
    private readonly struct PairComparer(byte[] text) : IComparer<Pair>
    {
        public int Compare(Pair x, Pair y)
        {
            var byName = text.AsSpan(x.Start, x.NameLength).SequenceCompareTo(text.AsSpan(y.Start, y.NameLength));
            return byName != 0
                ? byName
                : text.AsSpan(x.Start + x.NameLength, x.ValueLength)
                    .SequenceCompareTo(text.AsSpan(y.Start + y.NameLength, y.ValueLength));
        }
    }
}
