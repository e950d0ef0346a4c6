using LiveStatProxy.Core.Operations;

namespace LiveStatProxy.Core.Planning;

/// <summary>The changes of the text that turn statistics into ids, or put companions behind them.</summary>
internal static class TranslationEdits
{
    /// <summary>The edits in the order of the text.</summary>
    public static TextEdit[] Of(
        string text, IEnumerable<SelectedStatistic> statistics, CompanionKeys companionKeys, bool companionsOnly) =>
    [
        .. statistics
            .Select(statistic => companionsOnly || statistic.NeedsCompanion
                ? AddCompanion(text, statistic, companionKeys.Of(statistic.Kernel))
                : ReplaceByIdField(statistic))
            .OrderBy(edit => edit.Start),
    ];

    // live_stat @include(if: $s) → live_stat: row_id @include(if: $s); stat: live_stat → stat: row_id
    private static TextEdit ReplaceByIdField(SelectedStatistic statistic) => statistic.Field.Alias is null
        ? new TextEdit(statistic.Field.NameEnd, 0, $": {statistic.Kernel.IdField}")
        : new TextEdit(statistic.Field.NameStart, statistic.Field.NameEnd - statistic.Field.NameStart, statistic.Kernel.IdField);

    // live_stat @include(if: $s) → live_stat @include(if: $s) livestat_companion_uuid: row_id
    private static TextEdit AddCompanion(string text, SelectedStatistic statistic, string key)
    {
        var end = statistic.Field.End;
        var nameFollows = end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_');
        return new TextEdit(end, 0, $" {key}: {statistic.Kernel.IdField}{(nameFollows ? " " : "")}");
    }
}
