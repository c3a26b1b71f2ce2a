using Gatehouse.Conformance.Harness;
using Shouldly;

namespace Gatehouse.Conformance;

/// <summary>Every file of <c>golden/</c>, byte for byte over a socket.</summary>
public sealed class TranscriptTests(ServedApi served)
{
    public static TheoryData<string> Names() => [.. Transcript.LoadAll().Select(transcript => transcript.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_server_answers_as_the_transcript_says(string name)
    {
        var transcript = Transcript.Load(
            RepositoryRoot.Combine("tests", "Gatehouse.Conformance", "golden", name + ".http"));
        using var connection = await RawConnection.OpenAsync(served.Server.Port);
        await connection.SendAsync(served.Fill(transcript.Request));

        var response = await connection.ReadAsync(
            hasBody: !transcript.Request.StartsWith("HEAD ", StringComparison.Ordinal));

        response.ShouldNotBeNull();
        transcript.Differences(response, served.Fill).ShouldBeEmpty($"source: {transcript.Source}");
    }
}
