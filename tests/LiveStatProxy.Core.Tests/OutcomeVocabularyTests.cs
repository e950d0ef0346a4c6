using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Core.Tests;

public class OutcomeVocabularyTests
{
    [Fact]
    public void Every_reason_has_a_word_of_its_own()
    {
        var words = OutcomeVocabulary.All.Select(entry => entry.Word.Word).ToList();

        Assert.Equal(Enum.GetValues<OutcomeReason>().Length, words.Distinct().Count());
        Assert.All(words, word => Assert.Matches("^[a-z]+(-[a-z]+)*$", word));
    }
}
