// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.figures.Completion;
import doorstep.fixtures.ProgressRows;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AccountingTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Completion COMPLETE = new Completion(0, 0, 0, 0);
    private static final TopicPartition VISITS_0 = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);
    private static final TopicPartition VISITS_1 = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 1);
    private static final Instant AS_OF = Instant.parse("2011-07-18T15:59:00Z");

    @Test
    void shouldBalanceWhenAllThatWasAcknowledgedWasReceived() {
        Accounting accounting = new Accounting(
                TopicNames.DEFAULT,
                List.of(input(0, 4, 4, 0, 0)),
                Map.of(VISITS_0, 6L),
                List.of(input(0, 10, 7, 2, 1)));

        assertThat(accounting.balances()).isTrue();
        assertThat(accounting.lines())
                .containsExactly(
                        "doorstep.visits: received 10 = 7 current + 2 repeated + 1 rejected; acknowledged 6, before 4");
    }

    @Test
    void shouldNotBalanceWhenARecordIsMissing() {
        Accounting accounting =
                new Accounting(TopicNames.DEFAULT, List.of(), Map.of(VISITS_0, 11L), List.of(input(0, 10, 10, 0, 0)));

        assertThat(accounting.balances()).isFalse();
        assertThat(accounting.lines()).anyMatch(line -> line.startsWith("doorstep.visits-0 DOES NOT BALANCE"));
    }

    @Test
    void shouldNotBalanceWhenAPartitionWasNeverRead() {
        assertThat(new Accounting(TopicNames.DEFAULT, List.of(), Map.of(VISITS_0, 1L), List.of()).balances())
                .isFalse();
    }

    @Test
    void shouldNotLetOnePartitionMakeUpForAnother() {
        Accounting accounting = new Accounting(
                TopicNames.DEFAULT,
                List.of(),
                Map.of(VISITS_0, 5L, VISITS_1, 5L),
                List.of(input(0, 4, 4, 0, 0), input(1, 6, 6, 0, 0)));

        assertThat(accounting.balances()).isFalse();
    }

    @Test
    void shouldNotBalanceWhenAReceivedRecordIsNowhere() {
        assertThat(new Accounting(TopicNames.DEFAULT, List.of(), Map.of(VISITS_0, 10L), List.of(input(0, 10, 7, 2, 0)))
                        .balances())
                .isFalse();
    }

    @Test
    void shouldSayWhatTheFiguresSpeakOf() {
        Instant now = AS_OF.plusSeconds(3 * 3_600 + 120);

        assertThat(line(List.of(windows(0, AS_OF, 2), windows(1, AS_OF, 3)), now))
                .isEqualTo("as-of 2011-07-18 23:59 Asia/Shanghai, 3 h 2 min old; later than as-of: 5 contributions"
                        + " (visit-counts); all input is in the rows");
        assertThat(line(List.of(windows(0, AS_OF.minusSeconds(60), 1), windows(1, AS_OF, 0)), AS_OF))
                .startsWith("as-of 2011-07-18 23:58 Asia/Shanghai to 2011-07-18 23:59 Asia/Shanghai, 1 min old;"
                        + " later than as-of: 1 contribution (visit-counts);");
        assertThat(line(List.of(input(0, 1, 1, 0, 0)), now)).contains("not run");
        assertThat(AsOfLine.of(
                        TopicNames.DEFAULT,
                        List.of(windows(0, AS_OF, 2)),
                        Optional.of(COMPLETE),
                        List.of(Topics.FEEDBACK_COUNTS),
                        SHANGHAI,
                        now))
                .contains("later than as-of: nothing;");
    }

    @Test
    void shouldTellByTopicWhatIsBeyondAsOfAndNameMomentsToCome() {
        Progress windows = windows(0, AS_OF, 71);
        windows.setBeyond(Map.of(
                TopicNames.DEFAULT.of(Topics.VISIT_COUNTS), 71L, TopicNames.DEFAULT.of(Topics.SERVICE_LEVELS), 434L));

        assertThat(AsOfLine.of(
                        TopicNames.DEFAULT,
                        List.of(windows),
                        Optional.of(COMPLETE),
                        AsOfLine.figures(Topics.PROGRESS),
                        SHANGHAI,
                        AS_OF))
                .contains("later than as-of: 71 contributions (visit-counts), 434 moments still to come, such as due"
                        + " times (service-levels);");
    }

    @Test
    void shouldSayHowMuchInputIsNotInTheRows() {
        Completion behind = new Completion(12_000, 3, 0, 7);

        assertThat(AsOfLine.of(
                        TopicNames.DEFAULT,
                        List.of(windows(0, AS_OF, 0)),
                        Optional.of(behind),
                        Topics.figures(),
                        SHANGHAI,
                        AS_OF))
                .endsWith("; not in the rows yet, at most: 12,000 records to read, 3 delta batches under way, 7 rows to"
                        + " send");
    }

    private static String line(List<Progress> rows, Instant now) {
        return AsOfLine.of(
                TopicNames.DEFAULT, rows, Optional.of(COMPLETE), List.of(Topics.VISIT_COUNTS), SHANGHAI, now);
    }

    private static Progress input(int partition, long received, long current, long repeated, long rejected) {
        return ProgressRows.row("visits", partition)
                .setReceived(received)
                .setCurrent(current)
                .setRepeated(repeated)
                .setRejected(rejected)
                .setConflicts(0L)
                .setNextOffset(received)
                .setDeltaBatchesSent(List.of(1L))
                .build();
    }

    private static Progress windows(int partition, Instant asOf, long beyond) {
        return ProgressRows.row("windows", partition)
                .setAsOf(asOf)
                .setBeyond(beyond == 0 ? Map.of() : Map.of(TopicNames.DEFAULT.of(Topics.VISIT_COUNTS), beyond))
                .setDeltaBatchesTaken(Map.of())
                .setUnsent(0L)
                .build();
    }
}
