// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.delta.PreAggregator;
import doorstep.event.Event;
import doorstep.store.HashRowTable;
import doorstep.store.KeyLayout;
import doorstep.store.SortedRowTable;
import doorstep.window.Beyond;
import doorstep.window.DeltaReceiver;
import doorstep.window.WindowTallies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Adds delta batches to all windows. Time per event in them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WindowPiece {
    @Param({"false", "true"})
    public boolean breakdowns;

    private final List<byte[]> deltaBatches = new ArrayList<>();
    private WindowTallies tallies;

    @Setup
    public void open() {
        PreAggregator preAggregator = Sample.preAggregator(breakdowns);
        for (Event event : new Sample().events()) {
            preAggregator.add(event, Sample.AS_OF);
        }
        preAggregator.sendDeltaBatches(Sample.sent(), Sample.AS_OF, (partition, packed) -> deltaBatches.add(packed));
        tallies = new WindowTallies(
                new RowsStore("windows", new HashRowTable(KeyLayout.NUMBERS)),
                new RowsStore("unsent", new SortedRowTable()),
                Sample.FAMILIES,
                Sample.CALENDAR,
                Sample.AS_OF,
                Beyond.NONE);
    }

    /** Starts with empty sequence numbers each time, so that the same delta batches are accepted again. */
    @Benchmark
    @OperationsPerInvocation(Sample.EVENTS)
    public void add() {
        DeltaReceiver deltas = new DeltaReceiver(tallies, Sample.taken(), "windows/0");
        deltaBatches.forEach(deltas::take);
        tallies.addGathered();
    }
}
