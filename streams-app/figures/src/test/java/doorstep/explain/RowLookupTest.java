// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.VisitCount;
import doorstep.cluster.ClusterException;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.feed.FakeCluster;
import doorstep.feed.FakeLog;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.KeyPartition;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RowLookupTest {
    private static final BundledSchemas SCHEMAS = new BundledSchemas();
    private static final Family FAMILY = Families.ofRows().get(Topics.VISIT_COUNTS);
    private static final RowHead HEAD =
            RowHead.of(new Cell(FAMILY.code(), "city", Slice.TOTAL, ""), WindowKind.EVER, 0);
    private static final TopicPartition PARTITION = FakeCluster.partition(
            Topics.VISIT_COUNTS, KeyPartition.of(HEAD.key().getBytes(StandardCharsets.UTF_8), FakeCluster.PARTITIONS));

    private final FakeCluster cluster = new FakeCluster();

    private void append(RowHead head, long visits) {
        cluster.append(
                PARTITION,
                head.key(),
                new AvroWriter<>(Topics.VISIT_COUNTS, TopicNames.DEFAULT, SCHEMAS)
                        .toBytes(FAMILY.row(head, Tally.of(0, visits))));
    }

    private Optional<Long> visits(FakeLog log) {
        return new RowLookup(log, PARTITION.topic(), FAMILY, SCHEMAS)
                .find(HEAD.key())
                .map(found -> ((VisitCount) found.row().orElseThrow()).getVisits());
    }

    @Test
    void shouldFindTheLatestRow() {
        append(HEAD, 1);
        append(HEAD, 2);
        assertThat(visits(new FakeLog(cluster, 1))).contains(2L);
    }

    @Test
    void shouldFindARowThatTheCleanerHasTakenAway() {
        RowHead other = RowHead.of(new Cell(FAMILY.code(), "other", Slice.TOTAL, ""), WindowKind.EVER, 0);
        append(other, 1);
        append(HEAD, 1);
        append(other, 2);
        FakeLog log = new FakeLog(cluster, 1).before(2, () -> {
            append(HEAD, 2); // behind the end that was asked for
            cluster.clean(PARTITION);
        });
        assertThat(visits(log)).contains(2L);
    }

    @Test
    void shouldFindNothingWhereThereIsNothing() {
        assertThat(visits(new FakeLog(cluster, 1))).isEmpty();
    }

    @Test
    void shouldNameTheRecordOfAnotherProgram() {
        cluster.append(PARTITION, HEAD.key(), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> visits(new FakeLog(cluster, 1)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("is not a row; did another program write there?");
    }
}
