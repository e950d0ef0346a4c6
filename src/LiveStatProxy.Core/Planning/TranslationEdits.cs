using LiveStatProxy.Core.Json;

namespace LiveStatProxy.Core.Planning;

/// <summary>The changes of the text that turn statistics into ids, or put companions in front of them.</summary>
internal static class TranslationEdits
{
    /// <summary>The edits in the order of the text.</summary>
    public static TextEdit[] Of(IEnumerable<SelectedStatistic> statistics, CompanionKeys companionKeys, bool companionsOnly) =>
    [
        .. statistics
            .Select(statistic => companionsOnly || statistic.NeedsCompanion
                ? AddCompanion(statistic, companionKeys.Of(statistic.Kernel))
                : ReplaceByIdField(statistic))
            .OrderBy(edit => edit.Start),
    ];

    // live_stat @include(if: $s) → live_stat: row_id @include(if: $s); stat: live_stat → stat: row_id
    private static TextEdit ReplaceByIdField(SelectedStatistic statistic) => statistic.Field.Alias is null
        ? new TextEdit(statistic.Field.NameStart + statistic.Field.Name.Length, 0, $": {statistic.Kernel.IdField}")
        : new TextEdit(statistic.Field.NameStart, statistic.Field.Name.Length, statistic.Kernel.IdField);

    // live_stat @include(if: $s) → livestat_companion_uuid: row_id live_stat @include(if: $s). In front, where what separates the
    // selection from the one before it separates the companion, too.
    private static TextEdit AddCompanion(SelectedStatistic statistic, string key) =>
        new(statistic.Field.Start, 0, $"{key}: {statistic.Kernel.IdField} ");
}
