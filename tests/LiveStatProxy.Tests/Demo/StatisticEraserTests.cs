using System.Text;
using LiveStatProxy.Demo.Presentation;

namespace LiveStatProxy.Tests.Demo;

public class StatisticEraserTests
{
    [Theory]
    [InlineData("""{"live_stat": "{\"a\": 1}", "b": [ {"last_stat":null , "c":1.0} ]}""", """{"live_stat": , "b": [ {"last_stat": , "c":1.0} ]}""")]
    [InlineData("""{"live_stat": {"x": [1]}, "stat": "live_stat"}""", """{"live_stat": , "stat": "live_stat"}""")]
    [InlineData("""{"\u006cive_stat": "x"}""", """{"\u006cive_stat": }""")]
    [InlineData("[ 1 ]", "[ 1 ]")]
    public void Only_the_values_of_statistics_go(string answer, string rest) =>
        Assert.Equal(rest, Encoding.UTF8.GetString(StatisticEraser.Erase(Encoding.UTF8.GetBytes(answer))));
}
