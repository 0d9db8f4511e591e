package doorstep.bench;

import doorstep.event.Event;
import doorstep.window.Combine;
import doorstep.window.WindowTallies;
import doorstep.window.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.annotations.Param;

/** Hand-overs of events, added to all windows. Time for an event that was handed over. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WindowPiece {
    private static final String SENDER = "feedback/0";

    @Param({"false", "true"})
    public boolean breakdowns;

    private final List<byte[]> handOvers = new ArrayList<>();
    private WindowTallies tallies;

    @Setup
    public void open() {
        Combine combine = Sample.combine(breakdowns);
        for (Event event : new Sample().events()) {
            combine.add(event, Sample.AS_OF);
        }
        combine.handOver(SENDER, new long[1], Sample.AS_OF, (partition, packed) -> handOvers.add(packed));
        tallies = new WindowTallies(
                store("windows"),
                store("minutes"),
                store("unsent"),
                Sample.FAMILIES,
                Sample.CALENDAR,
                Sample.AS_OF,
                new TreeMap<>());
    }

    private static KeyValueStore<Bytes, byte[]> store(String name) {
        return Stores.inMemoryKeyValueStore(name).get();
    }

    /** Each time with a memory of nothing taken, so that the same hand-overs are taken again. */
    @Benchmark
    @OperationsPerInvocation(Sample.EVENTS)
    public void add() {
        Windows windows = new Windows(tallies, new TreeMap<>(), "windows/0");
        handOvers.forEach(windows::take);
    }
}
