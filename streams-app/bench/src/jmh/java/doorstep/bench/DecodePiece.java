// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.avro.Feedback;
import doorstep.decode.Decoder;
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

/** Bytes of an event to a verdict: decoding, validation, content hash. Time per event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodePiece {
    /** Version of the writer's schema. Version 1 has 32-bit revisions, which have the same encoding. */
    @Param({"1", "2"})
    private int version;

    private final Sample sample = new Sample();
    private Decoder<Feedback> decoder;

    @Setup
    public void open() {
        sample.pretendVersion(version);
        decoder = Sample.decoder();
    }

    @Benchmark
    @OperationsPerInvocation(Sample.EVENTS)
    public void decode(Blackhole hole) {
        for (int i = 0; i < Sample.EVENTS; i++) {
            hole.consume(sample.parse(decoder, i));
        }
    }
}
