using Gatehouse.Execution.WebSockets.Connections;
using Shouldly;

namespace Gatehouse.Tests.Execution.WebSockets.Connections;

/// <summary>websocket-api §3.9, §11.1.</summary>
public sealed class ConnectionIdTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    [Fact]
    public void An_id_has_Amazons_form_and_names_its_node()
    {
        var ids = new ConnectionIds(Key, node: 0xBEEF, firstSequence: 41);
        var seen = new HashSet<string>();
        for (var i = 0; i < 2_000; i++)
        {
            var id = ids.Next();
            id.ShouldMatch("^[A-Za-z0-9_-]{11}C[A-Za-z0-9_-]{3}=$");
            seen.Add(id).ShouldBeTrue();
            ids.TryRead(id, out var node).ShouldBeTrue();
            node.ShouldBe((ushort)0xBEEF);
        }
    }

    [Fact]
    public void Another_node_with_the_same_key_reads_it_and_one_with_another_key_does_not()
    {
        var id = new ConnectionIds(Key, 7, 0).Next();

        new ConnectionIds(Key, 8, 0).TryRead(id, out var node).ShouldBeTrue();
        node.ShouldBe((ushort)7);
        new ConnectionIds([.. Key.Reverse()], 7, 0).TryRead(id, out _).ShouldBeFalse();
    }

    [Fact]
    public void Every_changed_character_makes_it_malformed()
    {
        var ids = new ConnectionIds(Key, 1, 0);
        var id = ids.Next();
        for (var i = 0; i < id.Length; i++)
        {
            var changed = id.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            ids.TryRead(new string(changed), out _).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("XDmENcnwIE0CFEQ=")] // Amazon's own
    [InlineData("XDmENcnw/E0CFEQ=")]
    [InlineData("6f1c9e0e-62a5-4a57-9d5c-0d7c9f6f8a11")]
    public void What_this_house_did_not_make_is_malformed(string id) =>
        new ConnectionIds(Key, 1, 0).TryRead(id, out _).ShouldBeFalse();
}
