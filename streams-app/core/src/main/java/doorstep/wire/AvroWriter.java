// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Encodes values of one topic. The schema is registered once, when the writer is created. Not thread-safe.
 *
 * @param <T> the topic's record class
 */
public final class AvroWriter<T extends SpecificRecord> {
    static {
        AvroLimits.apply();
    }

    private final byte[] header;
    private final SpecificDatumWriter<T> writer;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
    private BinaryEncoder encoder;

    /** @param names determine the subject of the topic */
    public AvroWriter(Topic topic, TopicNames names, SchemaRegistry registry) {
        header = Framing.header(registry.register(names.subject(topic), topic.value()));
        writer = new SpecificDatumWriter<>(topic.value());
    }

    public byte[] toBytes(T value) {
        buffer.reset();
        buffer.write(header, 0, header.length);
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        try {
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.toByteArray();
    }
}
