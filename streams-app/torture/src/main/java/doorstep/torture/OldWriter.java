// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Rewrites a topic's values in an earlier schema, one that lacks a field. Not thread-safe. */
final class OldWriter {
    private static final int HEADER_BYTES = 5;

    private final int id;
    private final GenericDatumReader<GenericRecord> reader;
    private final GenericDatumWriter<GenericRecord> writer;

    /**
     * @param without a field with a default
     * @param registry where the earlier schema is registered
     */
    OldWriter(Topic topic, String without, SchemaRegistry registry) {
        Schema now = topic.value();
        List<Schema.Field> fields = now.getFields().stream()
                .filter(field -> !field.name().equals(without))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        Schema old = Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, fields);
        id = registry.register(TopicNames.DEFAULT.subject(topic), old);
        reader = new GenericDatumReader<>(now, old);
        writer = new GenericDatumWriter<>(old);
    }

    /** @param value with its frame, in the current schema; the value of the field is lost */
    byte[] rewritten(byte[] value) {
        try {
            GenericRecord record = reader.read(
                    null, DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
            ByteArrayOutputStream out = new ByteArrayOutputStream(value.length);
            out.writeBytes(
                    ByteBuffer.allocate(HEADER_BYTES).put((byte) 0).putInt(id).array());
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            writer.write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same value with another schema id. */
    static byte[] framed(byte[] value, int id) {
        byte[] other = value.clone();
        ByteBuffer.wrap(other).putInt(1, id);
        return other;
    }
}
