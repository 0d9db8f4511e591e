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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** As-of passes a day in steps of an hour: what leaves the rolling windows. Time per event in the windows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
public class StepPiece {
    private static final int STEPS = 24;
    private static final int STEP_MINUTES = 60;

    @Param({"false", "true"})
    public boolean breakdowns;

    private final Sample sample = new Sample();
    private WindowTallies tallies;

    @Setup(Level.Invocation)
    public void open() {
        tallies = new WindowTallies(
                new RowsStore("windows", new HashRowTable(KeyLayout.NUMBERS)),
                new RowsStore("unsent", new SortedRowTable()),
                Sample.FAMILIES,
                Sample.CALENDAR,
                Sample.AS_OF,
                Beyond.NONE);
        PreAggregator preAggregator = Sample.preAggregator(breakdowns);
        for (Event event : sample.events()) {
            preAggregator.add(event, Sample.AS_OF);
        }
        DeltaReceiver deltas = new DeltaReceiver(tallies, Sample.taken(), "windows/0");
        preAggregator.sendDeltaBatches(Sample.sent(), Sample.AS_OF, (partition, packed) -> deltas.take(packed));
        tallies.addGathered();
    }

    @Benchmark
    @OperationsPerInvocation(Sample.EVENTS)
    public void step() {
        for (int i = 1; i <= STEPS; i++) {
            tallies.stepTo(Sample.AS_OF + i * STEP_MINUTES);
        }
    }
}
