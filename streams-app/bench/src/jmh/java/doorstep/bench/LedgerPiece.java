package doorstep.bench;

import doorstep.event.Identity;
import doorstep.ledger.Dictionary;
import doorstep.ledger.Entry;
import doorstep.ledger.Ledger;
import doorstep.ledger.StoreLedger;
import doorstep.intake.Parsed;
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
import org.openjdk.jmh.infra.Blackhole;

/** The last version of an id, found or not, among so many. Time for a look. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LedgerPiece {
    @Param({"100000", "1000000"})
    public int ids;

    private Ledger ledger;
    private Identity[] known;
    private Identity[] unknown;

    @Setup
    public void fill() {
        ledger = new StoreLedger(store("ledger"), new Dictionary(store("words")));
        Parsed.Accepted version = new Sample().accepted(Sample.intake(), 0);
        Entry entry = new Entry(version.version(), version.event());
        known = new Identity[Sample.EVENTS];
        unknown = new Identity[Sample.EVENTS];
        for (int i = 0; i < ids; i++) {
            ledger.put(identity(i), entry);
        }
        for (int i = 0; i < Sample.EVENTS; i++) {
            known[i] = identity((int) ((long) i * ids / Sample.EVENTS));
            unknown[i] = identity(ids + i);
        }
    }

    private static KeyValueStore<Bytes, byte[]> store(String name) {
        return Stores.inMemoryKeyValueStore(name).get();
    }

    /** As scattered as a hash is. */
    private static Identity identity(int number) {
        long mixed = (number + 1) * 0x9e37_79b9_7f4a_7c15L;
        return new Identity(mixed ^ mixed >>> 32, mixed * 0xbf58_476d_1ce4_e5b9L);
    }

    @Benchmark
    @OperationsPerInvocation(Sample.EVENTS)
    public void find(Blackhole hole) {
        look(known, hole);
    }

    @Benchmark
    @OperationsPerInvocation(Sample.EVENTS)
    public void miss(Blackhole hole) {
        look(unknown, hole);
    }

    private void look(Identity[] at, Blackhole hole) {
        for (Identity id : at) {
            hole.consume(ledger.get(id));
        }
    }
}
