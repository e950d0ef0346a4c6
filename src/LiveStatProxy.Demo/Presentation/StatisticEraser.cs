using System.Text.Json;

namespace LiveStatProxy.Demo.Presentation;

/// <summary>Takes the statistics out of an answer, so that the rest can be compared byte for byte.</summary>
public static class StatisticEraser
{
    /// <summary>A copy of <paramref name="answer"/> without the values of <c>live_stat</c> and <c>last_stat</c>; all other bytes stay.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static byte[] Erase(ReadOnlySpan<byte> answer)
    {
        var kept = new MemoryStream(answer.Length);
        var reader = new Utf8JsonReader(answer);
        var copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && (reader.ValueTextEquals("live_stat"u8) || reader.ValueTextEquals("last_stat"u8)))
            {
                reader.Read();
                kept.Write(answer[copied..(int)reader.TokenStartIndex]);
                reader.Skip();
                copied = (int)reader.BytesConsumed;
            }
        }

        kept.Write(answer[copied..]);
        return kept.ToArray();
    }
}
