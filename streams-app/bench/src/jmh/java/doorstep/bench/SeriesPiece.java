// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.catalogue.Catalogue;
import doorstep.delta.PreAggregator;
import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Identity;
import doorstep.event.TreePath;
import doorstep.integrity.BatchSequencer;
import doorstep.ledger.Dictionary;
import doorstep.ledger.LinkRows;
import doorstep.link.Fulfilment;
import doorstep.link.LinkEntry;
import doorstep.link.LinkEntry.EventTopic;
import doorstep.link.LinkEntry.Role;
import doorstep.store.SortedRowTable;
import doorstep.tally.WorkingDays;
import doorstep.wire.Identities;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A duty that came back on each of so many dates moves to another unit: all of its occurrences are folded anew, taken
 * from the one and added to the other, and sent as delta batches. Time per move.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class SeriesPiece {
    private static final Identity ROOT = Identities.of("duty");
    private static final Catalogue EVERY_DAY = Catalogue.ofText("the benchmark's catalogue", """
            {"category": {"CHECK": {"en": "Check", "zh": "检查", "every": "1d"}}}""");

    @Param({"10000", "100000"})
    public int occurrences;

    private final PreAggregator preAggregator = Sample.preAggregator(true);
    private final BatchSequencer sent = Sample.sent();
    private Fulfilment fulfilment;
    private Commitment duty;
    private Commitment moved;

    @Setup
    public void visit() {
        LinkRows visits = new LinkRows(
                new RowsStore("links", new SortedRowTable()),
                new Dictionary(new RowsStore("words", new SortedRowTable())));
        long day = Duration.ofDays(1).toMillis();
        long opened = TimeUnit.MINUTES.toMillis(Sample.AS_OF) - (occurrences + 1) * day;
        for (int i = 1; i < occurrences; i++) {
            byte[] id = ("visit-" + i).getBytes(StandardCharsets.UTF_8);
            visits.put(LinkEntry.of(ROOT, Role.VISIT, opened + i * day, EventTopic.VISITS, id));
        }
        fulfilment = new Fulfilment(
                id -> Optional.empty(),
                visits,
                Sample.CALENDAR,
                EVERY_DAY,
                new WorkingDays(Set.of(), Set.of(), Set.of()),
                1);
        duty = in("city/north/east", opened);
        moved = in("city/south/west", opened);
    }

    private static Commitment in(String unit, long opened) {
        return Commitment.builder(CommitmentKind.DUTY, new TreePath(unit), opened)
                .id(Optional.of("duty"))
                .source("REGISTER")
                .category(Optional.of("CHECK"))
                .dueAt(OptionalLong.of(opened))
                .build();
    }

    @Benchmark
    public void move(Blackhole hole) {
        fulfilment.counted(ROOT, duty).forEach(it -> preAggregator.subtract(it, Sample.AS_OF));
        fulfilment.counted(ROOT, moved).forEach(it -> preAggregator.add(it, Sample.AS_OF));
        preAggregator.sendDeltaBatches(sent, Sample.AS_OF, (partition, packed) -> hole.consume(packed));
        Commitment before = duty;
        duty = moved;
        moved = before;
    }
}
