// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.avro.WorkItem;
import doorstep.config.AppConfig;
import doorstep.feed.AppendedProgress;
import doorstep.feed.CollectedFigures;
import doorstep.feed.PipelineState;
import doorstep.figures.FigureSettings;
import doorstep.question.BacklogComparison.Kind;
import doorstep.question.WorklistAnswer.Totals;
import doorstep.rows.CollectedRows;
import doorstep.rows.ItemChange;
import doorstep.rows.RowChange;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogComparisonTest {
    private static final Instant AS_OF = Instant.parse("2012-10-26T12:00:00Z");
    private static final int LEVELS = 5; // code of the family
    private static final int OPENED = 0;
    private static final int OVERDUE_BEGAN = 16;

    private final CollectedRows rows = new CollectedRows();
    private final List<Progress> progress = new ArrayList<>();
    private Map<String, String> config = Map.of("zone", "UTC", "windows", "DAY, EVER");
    private Optional<Map<TopicPartition, Long>> inputEnds = Optional.of(Map.of());
    private boolean rebuilding;

    BacklogComparisonTest() {
        progress.add(windows(0, 0));
        level("DUTY", 2, 1);
        level("REQUEST", 1, 0);
        item("d1", "DUTY", AS_OF.minusSeconds(60), AS_OF);
        item("d2", "DUTY", AS_OF, null);
        item("r1", "REQUEST", AS_OF, AS_OF.plusSeconds(60));
        item("r2", "REQUEST", AS_OF.plusSeconds(60), null);
        // Two partitions have the rows.
        progress.add(commitments(0, Map.of("DUTY", 1L)));
        progress.add(commitments(1, Map.of("DUTY", 1L, "REQUEST", 2L)));
    }

    private static Progress windows(long unsent, long endingsBeyond) {
        return Progress.newBuilder()
                .setPart(Topics.WINDOWS_PART)
                .setPartition(0)
                .setAsOf(AS_OF)
                .setUnsent(unsent)
                .setEndingsBeyond(endingsBeyond)
                .build();
    }

    private static Progress commitments(int partition, Map<String, Long> open) {
        return Progress.newBuilder()
                .setPart("commitments")
                .setPartition(partition)
                .setNextOffset(7L)
                .setDeltaBatchesSent(List.of())
                .setOpen(open)
                .build();
    }

    private void level(String kind, long open, long overdue) {
        Cell cell = new Cell(LEVELS, "*", Slice.TOTAL, kind);
        Tally tally = Tally.of(OPENED, open).plus(Tally.of(OVERDUE_BEGAN, overdue));
        rows.apply(List.of(new RowChange(cell, WindowKind.EVER, 0, tally)), Map.of());
    }

    private void item(String id, String kind, Instant opened, Instant due) {
        WorkItem item = WorkItem.newBuilder()
                .setId(id)
                .setKind(kind)
                .setUnit("city")
                .setSource("TEST")
                .setOpenedAt(opened)
                .setDueAt(due)
                .setReturned(0)
                .setReopened(0)
                .build();
        rows.apply(List.of(new ItemChange(id, Optional.of(item))), Map.of());
    }

    private BacklogComparison compared() {
        return compared(progress);
    }

    private BacklogComparison compared(Collection<Progress> after) {
        AppConfig asConfigured = AppConfig.of(config);
        PipelineState state = new PipelineState(
                asConfigured.published(),
                rebuilding,
                progress.stream().map(it -> new AppendedProgress(it, AS_OF)).toList(),
                inputEnds);
        FigureSettings settings = FigureSettings.of(state.settings(), asConfigured, Map.of(), warning -> {});
        return BacklogComparison.of(new CollectedFigures(rows, state, 0), settings, after);
    }

    private void refused(String why) {
        assertThat(compared().refusal()).hasValueSatisfying(it -> assertThat(it).contains(why));
        assertThat(compared().kinds()).isEmpty();
    }

    @Test
    void shouldAgreeIfFiguresHaveWhatIsListed() {
        assertThat(compared().refusal()).isEmpty();
        assertThat(compared().kinds())
                .isEqualTo(Map.of(
                        "DUTY", new Kind(new Totals(2, 1), new Totals(2, 1), 0, 2),
                        "REQUEST", new Kind(new Totals(1, 0), new Totals(1, 0), 1, 2)))
                .allSatisfy((kind, it) -> assertThat(it.agrees()).isTrue());
    }

    @Test
    void shouldNotAgreeIfFiguresHaveMoreOpen() {
        level("DUTY", 3, 1);

        assertThat(compared().kinds().get("DUTY").agrees()).isFalse();
        assertThat(compared().kinds().get("REQUEST").agrees()).isTrue();
    }

    @Test
    void shouldNotAgreeIfMoreIsOverdue() {
        item("d2", "DUTY", AS_OF, AS_OF);

        assertThat(compared().kinds().get("DUTY").agrees()).isFalse();
    }

    /** As if another program had deleted it. */
    @Test
    void shouldNotAgreeIfARowIsMissing() {
        rows.apply(List.of(new ItemChange("r2", Optional.empty())), Map.of());

        assertThat(compared().kinds().get("REQUEST")).isEqualTo(new Kind(new Totals(1, 0), new Totals(1, 0), 0, 2));
        assertThat(compared().kinds().get("REQUEST").agrees()).isFalse();
    }

    @Test
    void shouldNotCompareIfEndingsLieAfterAsOf() {
        progress.set(0, windows(0, 3));

        refused("after as-of, in number 3");
    }

    @Test
    void shouldNotCompareWhatIsOnItsWay() {
        progress.set(0, windows(5, 0));
        refused("5 rows to send");

        progress.set(0, windows(0, 0));
        inputEnds = Optional.of(Map.of(new TopicPartition("doorstep.commitments", 1), 9L));
        refused("2 records to read");

        inputEnds = Optional.empty();
        refused("not known");
    }

    @Test
    void shouldNotCompareWhileThePipelineGoesOn() {
        assertThat(compared(List.of(progress.get(0), progress.get(1), commitments(1, Map.of("DUTY", 1L))))
                        .refusal())
                .hasValueSatisfying(it -> assertThat(it).contains("went on"));

        rebuilding = true;
        refused("rebuild");
    }

    @Test
    void shouldNotCompareWithoutTheLevelsOfNow() {
        config = Map.of("zone", "UTC", "windows", "DAY");
        refused("EVER");

        progress.clear();
        refused("has not run");
    }
}
