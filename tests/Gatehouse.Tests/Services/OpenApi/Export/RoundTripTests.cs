using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi.Export;

/// <summary>"Export → import round-trip must be stable" (rest-control-plane §4.9), in all forms.</summary>
public sealed class RoundTripTests
{
    private const int Runs = 400;

    [Fact]
    public void Every_sample_survives_export_and_import()
    {
        ImportFixture.Samples.Length.ShouldBeGreaterThan(2);
        foreach (var sample in ImportFixture.Samples)
        {
            var first = ImportFixture.Import(sample);
            foreach (var (isSwagger, isYaml) in ExportFixture.Forms)
            {
                ShouldSurvive(first, isSwagger, isYaml);
            }
        }
    }

    [Fact]
    public void Generated_APIs_survive_as_OpenAPI() => Check(isSwagger: false);

    [Fact]
    public void Generated_APIs_survive_as_Swagger() => Check(isSwagger: true);

    /// <summary>Swagger 2.0 has one list of types for an operation: what it cannot say is lost once and not twice.</summary>
    [Fact]
    public void What_Swagger_cannot_say_changes_once_and_then_no_more() =>
        Prop.ForAll(GeneratedApi.Any(isSwagger: false).ToArbitrary(), static before =>
        {
            var once = ExportFixture.Reimport(before, before, isSwagger: true, isYaml: false);
            var twice = ExportFixture.Reimport(once, once, isSwagger: true, isYaml: false);
            ExportFixture.Whole(twice).ShouldBe(ExportFixture.Whole(once));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs / 2));

    private static void Check(bool isSwagger) =>
        Prop.ForAll(GeneratedApi.Any(isSwagger).ToArbitrary(), api =>
        {
            ShouldSurvive(api, isSwagger, isYaml: false);
            ShouldSurvive(api, isSwagger, isYaml: true);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private static void ShouldSurvive(RestApiDefinition before, bool isSwagger, bool isYaml)
    {
        // Written over itself it is the same API to the last id; as a new one it does the same under other ids.
        ExportFixture.Whole(ExportFixture.Reimport(before, before, isSwagger, isYaml)).ShouldBe(ExportFixture.Whole(before));
        ExportFixture.WithoutIds(ExportFixture.Reimport(before, existing: null, isSwagger, isYaml))
            .ShouldBe(ExportFixture.WithoutIds(before));
    }
}
