// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.event.Event;
import doorstep.family.Contribution;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.wire.AvroWriter;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A tally of scores to the bytes of its output row. Time per row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RowPiece {
    private Family family;
    private Cell cell;
    private Tally tally = Tally.ZERO;
    private AvroWriter<SpecificRecord> writer;

    @Setup
    public void open() {
        family = Sample.FAMILIES.all().stream()
                .filter(one -> one.topic() == Topics.SATISFACTION_SCORES)
                .findFirst()
                .orElseThrow();
        for (Event event : new Sample().events()) {
            for (Contribution contribution : family.contributionsOf(event)) {
                cell = new Cell(family.code(), event.unit().text(), Slice.TOTAL, contribution.facet());
                tally = tally.plus(contribution.tally());
            }
        }
        writer = new AvroWriter<>(family.topic(), TopicNames.DEFAULT, Sample.SCHEMAS);
    }

    @Benchmark
    public byte[] build() {
        RowHead head = RowHead.of(cell, WindowKind.MONTH, 19_783);
        return writer.toBytes(family.row(head, tally));
    }
}
