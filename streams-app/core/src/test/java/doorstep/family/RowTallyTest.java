// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Durations;
import doorstep.avro.ServiceLevel;
import doorstep.catalogue.Catalogue;
import doorstep.event.Scale;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Tally;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows read back as tallies: nothing is lost, and rows add up as events do. */
class RowTallyTest {
    private static final int ROUNDS = 300;
    private static final long DAY = 86_400;
    private static final OrgCalendar CALENDAR = new OrgCalendar(ZoneOffset.UTC, 0);
    private static final ServiceLevels SERVICE_LEVELS = new ServiceLevels(CALENDAR, Duration.ofHours(24));

    private static final Random DICE = new Random(20);

    record Case(String name, Family family, String facet, Supplier<Tally> random) {
        SpecificRecord row(Tally tally) {
            return family.row(head(facet), tally);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static RowHead head(String facet) {
        LocalDate day = LocalDate.of(2012, 2, 29);
        return new RowHead("a/b", "", "", facet, "DAY", day, day);
    }

    static Stream<Case> families() {
        SatisfactionScores scores = new SatisfactionScores(Catalogue.load(Optional.empty()), 10);
        Stream<Case> ofScales = EnumSet.allOf(Scale.class).stream()
                .map(scale -> new Case("scores on " + scale, scores, "OVERALL:" + scale, () -> scores(scale)));
        Stream<Case> others = Stream.of(
                new Case("visits", new VisitCounts(), "", () -> slots(4)),
                new Case("feedback", new FeedbackCounts(), "", () -> slots(6)),
                new Case("service desks", new ServiceDesks(), "", () -> slots(6)),
                new Case("reactions", new ReactionCounts(), "article|1", RowTallyTest::moods),
                new Case("service levels", SERVICE_LEVELS, "REQUEST", RowTallyTest::serviceLevels));
        return Stream.concat(ofScales, others);
    }

    private static Tally slots(int size) {
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            counts[i] = DICE.nextInt(3) == 0 ? 0 : DICE.nextInt(1 << DICE.nextInt(31));
        }
        return Tally.ofSlots(counts);
    }

    /** Imputed answers, then one slot for each number from 0, which not every scale has as a score. */
    private static Tally scores(Scale scale) {
        Tally tally = slots(2 + scale.highest());
        return scale.contains(0) ? tally : tally.minus(Tally.of(1, tally.get(1)));
    }

    private static Tally moods() {
        Tally tally = Tally.ZERO;
        for (String mood : List.of("ANGRY", "SAD", "UNLISTED", "MOVED")) {
            tally = tally.plus(Tally.ofNamed(mood, DICE.nextInt(5)));
        }
        return tally;
    }

    private static Tally serviceLevels() {
        Tally tally = slots(23);
        for (int kind = 0; kind < 3; kind++) {
            DurationSlots slots = new DurationSlots(100, 3, kind);
            for (int left = DICE.nextInt(40); left > 0; left--) {
                long seconds = (DICE.nextInt() & 0xffff_ffffL) >>> DICE.nextInt(32);
                tally = tally.plus(slots.of(seconds, seconds / DAY));
            }
        }
        return tally;
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldReadBackEveryRow(Case it) {
        for (int i = 0; i < ROUNDS; i++) {
            SpecificRecord row = it.row(it.random().get());

            assertThat(it.row(it.family().tally(row))).isEqualTo(row);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldAddAndSubtractRowsLikeEvents(Case it) {
        for (int i = 0; i < ROUNDS; i++) {
            Tally one = it.random().get();
            Tally other = it.random().get();
            Tally ofRows = it.family().tally(it.row(one)).plus(it.family().tally(it.row(other)));

            assertThat(it.row(ofRows)).isEqualTo(it.row(one.plus(other)));
            assertThat(it.row(ofRows.minus(it.family().tally(it.row(other))))).isEqualTo(it.row(one));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldReadNoFiguresAsZero(Case it) {
        assertThat(it.family().tally(it.row(Tally.ZERO)).isZero()).isTrue();
    }

    @Test
    void shouldReadNegativeChangesOfLevels() {
        ServiceLevel row = (ServiceLevel) SERVICE_LEVELS.row(head("REQUEST"), Tally.ofSlots(1));
        row.setBacklogChange(-7L);
        row.setOverdueChange(-3L);

        assertThat(SERVICE_LEVELS.row(head("REQUEST"), SERVICE_LEVELS.tally(row)))
                .isEqualTo(row);
    }

    // ---- Rows without buckets, as an earlier version wrote them

    private static ServiceLevel withoutBuckets() {
        Tally closed = Tally.ofSlots(3);
        for (int kind = 0; kind < 3; kind++) {
            closed = closed.plus(new DurationSlots(100, 3, kind).of(1 + DICE.nextInt(100_000), 1));
        }
        ServiceLevel row = (ServiceLevel) SERVICE_LEVELS.row(head("REQUEST"), closed);
        for (Durations durations : List.of(row.getToAcknowledge(), row.getToAssign(), row.getToClose())) {
            durations.setBuckets(null);
        }
        return row;
    }

    @Test
    void shouldReadBackARowWithoutBuckets() {
        for (int i = 0; i < ROUNDS; i++) {
            ServiceLevel row = withoutBuckets();

            assertThat(SERVICE_LEVELS.row(head("REQUEST"), SERVICE_LEVELS.tally(row)))
                    .isEqualTo(row);
        }
    }

    @Test
    void shouldHaveNoPercentilesOfSeveralRowsIfOneLacksBuckets() {
        ServiceLevel old = withoutBuckets();
        ServiceLevel other = withoutBuckets();
        Tally recent = new DurationSlots(100, 3, 2).of(77, 0);

        for (Tally more : List.of(recent, SERVICE_LEVELS.tally(other))) {
            Durations sum = toClose(SERVICE_LEVELS.tally(old).plus(more));
            Durations added = toClose(more);

            assertThat(sum)
                    .isEqualTo(new Durations(
                            2L,
                            old.getToClose().getSeconds() + added.getSeconds(),
                            1 + added.getDays(),
                            null,
                            null,
                            null,
                            null));
        }
    }

    /** A sum of rows is not one row, also when it is read again. */
    @Test
    void shouldHaveNoPercentilesOfASumReadBack() {
        Tally sum = SERVICE_LEVELS.tally(withoutBuckets()).plus(SERVICE_LEVELS.tally(withoutBuckets()));
        SpecificRecord row = SERVICE_LEVELS.row(head("REQUEST"), sum);

        assertThat(SERVICE_LEVELS.row(head("REQUEST"), SERVICE_LEVELS.tally(row)))
                .isEqualTo(row);
    }

    private static Durations toClose(Tally tally) {
        return ((ServiceLevel) SERVICE_LEVELS.row(head("REQUEST"), tally)).getToClose();
    }
}
