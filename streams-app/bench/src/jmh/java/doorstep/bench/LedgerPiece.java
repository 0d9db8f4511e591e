// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.event.Identity;
import doorstep.store.HashRowTable;
import doorstep.store.KeyLayout;
import doorstep.wire.Identities;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
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

/** Look-up of known and unknown ids in a ledger with a given number of rows. Time per look-up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LedgerPiece {
    /** Approximate size of an entry. */
    private static final int VALUE_BYTES = 24;

    @Param({"100000", "1000000"})
    public int ids;

    private final HashRowTable ledger = new HashRowTable(KeyLayout.HASHES);
    private final Bytes[] known = new Bytes[Sample.EVENTS];
    private final Bytes[] unknown = new Bytes[Sample.EVENTS];

    @Setup
    public void fill() {
        for (int i = 0; i < ids; i++) {
            ledger.put(key(i), new byte[VALUE_BYTES]);
        }
        for (int i = 0; i < Sample.EVENTS; i++) {
            known[i] = key((int) ((long) i * ids / Sample.EVENTS));
            unknown[i] = key(ids + i);
        }
    }

    private static Bytes key(int number) {
        Identity id = Identities.of("event-" + number);
        return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.high())
                .putLong(id.low())
                .array());
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

    private void look(Bytes[] at, Blackhole hole) {
        for (Bytes key : at) {
            hole.consume(ledger.get(key));
        }
    }
}
