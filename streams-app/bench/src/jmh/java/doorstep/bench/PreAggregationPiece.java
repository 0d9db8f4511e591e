// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.delta.PreAggregator;
import doorstep.event.Event;
import doorstep.integrity.BatchSequencer;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Pre-aggregation: contributions of events are added up, spread over the unit's prefixes and encoded as delta batches.
 * Time per event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PreAggregationPiece {
    @Param({"false", "true"})
    public boolean breakdowns;

    private PreAggregator preAggregator;
    private Event[] events;
    private final BatchSequencer sent = Sample.sent();

    @Setup
    public void open() {
        preAggregator = Sample.preAggregator(breakdowns);
        events = new Sample().events();
    }

    @Benchmark
    @OperationsPerInvocation(Sample.EVENTS)
    public void preAggregator(Blackhole hole) {
        for (Event event : events) {
            preAggregator.add(event, Sample.AS_OF);
        }
        preAggregator.sendDeltaBatches(sent, Sample.AS_OF, (partition, packed) -> hole.consume(packed));
    }
}
