// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import doorstep.event.Minutes;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaLookups;
import doorstep.wire.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Forwards the rows of one windows partition to the result topics, each with the {@code as-of} header. */
final class RowForwarder {
    private final ProcessorContext<byte[], byte[]> context;
    private final Map<Family, Output> outputs = new HashMap<>();
    private long writtenAsOf = Long.MIN_VALUE;
    private byte[] asOfText;

    RowForwarder(
            ProcessorContext<byte[], byte[]> context, Families families, TopicNames topics, SchemaLookups lookups) {
        this.context = context;
        families.all()
                .forEach(family -> outputs.put(
                        family, new Output(new AvroWriter<>(family.topic(), topics, lookups), sinkOf(family))));
    }

    /** The rows of one family. */
    private static final class Output {
        final AvroWriter<SpecificRecord> writer;
        final String sink;
        long sent; // since the last report

        Output(AvroWriter<SpecificRecord> writer, String sink) {
            this.writer = writer;
            this.sink = sink;
        }
    }

    /** The sink node for a family's rows. */
    static String sinkOf(Family family) {
        return "write-" + family.topic().shortName();
    }

    /**
     * @param row null for a tombstone
     * @param asOf of the row, minutes since the epoch, UTC
     */
    void forward(Family family, String key, SpecificRecord row, long asOf) {
        Output output = outputs.get(family);
        output.sent++;
        byte[] value = row == null ? null : output.writer.toBytes(row);
        Record<byte[], byte[]> out =
                new Record<>(key.getBytes(StandardCharsets.UTF_8), value, context.currentSystemTimeMs());
        out.headers().add("as-of", textOf(asOf));
        context.forward(out, output.sink);
    }

    private byte[] textOf(long asOf) {
        if (writtenAsOf != asOf) {
            writtenAsOf = asOf;
            asOfText = Minutes.start(asOf).toString().getBytes(StandardCharsets.UTF_8);
        }
        return asOfText;
    }

    /** Reports the number of rows forwarded since the last report. */
    void report(EngineListener listener) {
        outputs.forEach((family, output) -> {
            if (output.sent > 0) {
                listener.onRows(family.topic(), output.sent);
                output.sent = 0;
            }
        });
    }
}
