using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.ApiGatewayV2;

internal static class AnswerExtensions
{
    public static void ShouldBeEmpty(this Answer answer, int status) => (answer.Status, answer.Text).ShouldBe((status, ""));
}
